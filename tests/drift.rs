//! Whether branches of other threads are found in threads that are made here, and nothing where there is nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(unreachable_pub, dead_code, reason = "shared with the benchmarks, which need other parts of it")]
#[path = "../benches/made/mod.rs"]
mod made;

use made::towns::{ENGLISH, Tongue, Town, auc, town, town_in};
use threadle::inner::{DRIFTED, Drift, Level, SOURCES, Spare};
use threadle::{Builder, PostId, Thread};

/// Three other languages: one whose words take many endings, one that is written from right to left, and one without
/// spaces.
const GERMAN: Tongue = Tongue {
    common: "der der die die das und und in zu den ist nicht von sie mit dem sich auch auf für es an werden aus er hat \
        dass wie im nach bei ein eine einen noch war aber so nur oder wenn man schon doch mal wir ihr haben kann sind \
        mehr immer dann hier alle wird vor über unter durch gegen seit sehr ganz etwas nichts heute",
    topics: &[
        "Leuchtturm Leuchttürme Lampe Lampen Linse Hafen Hafens Mole Seezeichen Nebelhorn Lotse Lotsen Fahrwasser Boje Bojen Riff",
        "Bäckerei Backofen Teig Teige Hefe Roggen Kruste Brot Brote Brezel Brezeln Mehl Sauerteig Krümel Butter Kuchen",
        "Garten Gärten Apfelbaum Apfelbäume Birne Birnen Ernte Bienenstock Leiter Most Presse Blüte Blüten Spaten Gießkanne Kompost",
        "Straßenbahn Straßenbahnen Schiene Schienen Fahrplan Schaffner Fahrschein Fahrscheine Weiche Weichen Haltestelle Depot Stromabnehmer Waggon Waggons Umstieg",
    ],
    syllables: &["pel", "wick", "tor", "ham", "dun", "mar", "quil", "ster", "ob", "lan", "fen", "gar"],
    space: " ",
};
const ARABIC: Tongue = Tongue {
    common: "في في من من على إلى عن أن أن هذا هذه التي الذي كان كانت لا ما لم قد كل بعد قبل مع عند أو ثم بين هو هي نحن \
        أنا لكن حتى إذا كما فقط أيضا جدا هنا هناك اليوم غير ليس أكثر منذ لقد تحت فوق كيف لماذا متى أين بعض كثير",
    topics: &[
        "المنارة منارة المصباح مصباح العدسة الميناء ميناء الرصيف السفينة السفن الضباب البحارة الشاطئ المد العوامة الصخور",
        "المخبز مخبز الفرن العجين عجين الخميرة الخبز خبز الدقيق القشرة الزبدة الكعك الخباز السكر الملح الرغيف",
        "البستان بستان التفاح شجرة الأشجار الكمثرى الحصاد النحل العسل السلم الأزهار التربة الري السماد البذور الفأس",
        "الترام ترام القضبان المحطة محطة التذكرة تذاكر السائق الركاب الجدول العربة العربات التقاطع الكهرباء المستودع الإشارة",
    ],
    syllables: &["بل", "ويك", "تور", "هام", "دن", "مار", "كيل", "ستر", "وب", "لان", "فن", "جار"],
    space: " ",
};
const JAPANESE: Tongue = Tongue {
    common: "は は の の を に が と で も です ます した から まで この その あの それは これは だけ ない とても でも また \
        そして もう まだ いつも よく ので けど という ように たぶん やはり",
    topics: &[
        "灯台 港 霧笛 灯火 岬 暗礁 航路 水先案内 防波堤 浮標 海図 測深 潮流 船長 錨 帆柱",
        "製パン 小麦粉 酵母 生地 窯焼 食パン 発酵 砂糖 菓子 焦目 塩味 麦芽 捏鉢 粉篩 甘味 耳端",
        "果樹園 林檎 梨 収穫 蜜蜂 接木 剪定 肥料 土壌 開花 梯子 苗木 搾汁 霜害 畑仕事 害虫",
        "路面電車 線路 時刻表 停留所 切符 車掌 運転士 車庫 信号機 架線 乗換 終点 車輪 踏切 運賃 座席",
    ],
    syllables: &["縁", "徹", "鷹", "狸", "鶴", "瓜", "苔", "柚", "藪", "鮎", "筍", "鱗"],
    space: "",
};

/// What has drifted further than a threshold.
fn off_topic(drift: &Drift, thread: &Thread, threshold: f32) -> Vec<PostId> {
    let found = drift.suggestions(thread, threshold, true, |_| Spare::Nothing);
    found.into_iter().filter(|found| found.level == Level::OffTopic).map(|found| found.post).collect()
}

fn drift(town: &Town) -> Drift {
    Drift::of(&town.thread, PostId::ARTICLE, || true).unwrap()
}

#[test]
fn what_was_hung_in_is_told_from_what_belongs_there() {
    let (mut grafts, mut controls) = (Vec::new(), Vec::new());
    let (mut suggested, mut right, mut own, mut hidden) = (0, 0, 0, 0);
    for number in 0..16 {
        let town = town(number, 120, 8);
        let drift = drift(&town);
        grafts.extend(town.grafts.iter().filter_map(|&post| drift.score(post)));
        controls.extend(town.controls.iter().filter_map(|&post| drift.score(post)));
        let grafted = |post: PostId| town.grafts.iter().any(|&graft| town.thread.contains(graft, post));
        // A branch that was hung in near the article is not as far from it as what drifts off in talk.
        let found = off_topic(&drift, &town.thread, 0.6 * DRIFTED);
        suggested += found.len();
        right += found.iter().filter(|&&post| grafted(post)).count();
        own += town.thread.ids().filter(|&post| !grafted(post)).count();
        let inside = found.iter().flat_map(|&post| town.thread.subtree(post)).filter_map(|at| town.thread.get(at));
        hidden += inside.filter(|&post| !grafted(post)).count();
    }
    let (auc, precision, lost) = (auc(&grafts, &controls), right as f64 / suggested as f64, hidden as f64 / own as f64);
    assert!(auc > 0.85 && suggested > 5, "AUC {auc}, {suggested} suggested");
    assert!(precision > 0.9 && lost < 0.002, "precision {precision}, lost {lost}");
}

#[test]
fn a_thread_that_keeps_to_its_topic_gets_no_suggestion() {
    // Of 3,600 posts.
    for number in 0..24 {
        let town = town(number, 150, 0);
        assert_eq!(off_topic(&drift(&town), &town.thread, DRIFTED), [], "{number}");
    }
}

#[test]
fn no_language_fares_worse_than_english() {
    let found = |tongue: &Tongue| {
        let (mut grafts, mut controls) = (Vec::new(), Vec::new());
        for number in 0..8 {
            let town = town_in(tongue, number, 120, 8);
            let drift = drift(&town);
            grafts.extend(town.grafts.iter().filter_map(|&post| drift.score(post)));
            controls.extend(town.controls.iter().filter_map(|&post| drift.score(post)));
        }
        auc(&grafts, &controls)
    };
    let english = found(&ENGLISH);
    for (name, tongue) in [("German", &GERMAN), ("Arabic", &ARABIC), ("Japanese", &JAPANESE)] {
        let other = found(tongue);
        assert!(other > english - 0.02, "{name} {other}, English {english}");
    }
}

#[test]
fn the_same_thread_has_the_same_scores() {
    let scores = || {
        let town = town(3, 60, 4);
        let drift = drift(&town);
        town.thread.ids().map(|post| drift.score(post)).collect::<Vec<_>>()
    };
    assert_eq!(scores(), scores());
}

#[test]
fn the_built_in_thread_offers_its_ferry_tickets_to_practise_on_and_nothing_that_teaches() {
    let mut builder = Builder::new("text");
    let text = SOURCES.iter().find(|source| source.name() == "text").unwrap();
    text.read(&mut &include_bytes!("../assets/harbour.txt")[..], &mut builder).unwrap();
    let thread = builder.finish().unwrap().thread;
    let found = off_topic(&Drift::of(&thread, PostId::ARTICLE, || true).unwrap(), &thread, DRIFTED);
    let bodies: Vec<&str> = found.iter().map(|&post| thread.body(post).raw).collect();
    assert!(matches!(bodies[..], [ferry] if ferry.starts_with("It is four sixty")), "{bodies:?}");
    assert_eq!(found.iter().map(|&post| thread.descendants(post)).sum::<usize>(), 4);
}
