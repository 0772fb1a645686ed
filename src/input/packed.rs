//! Compressed inputs, recognised by their first bytes and unpacked while they are read.
//!
//! An archive that is cut off or damaged gives what came before. Its growth is limited, since a few bytes can stand for
//! any number.

mod gzip;
mod lzma;
mod zstd;

use self::gzip::Gzip;
use self::lzma::Lzma;
use self::zstd::Zstd;
use super::Watch;
use super::bytes::Bytes;
use bzip2::bufread::MultiBzDecoder;
use std::io::{self, Read};

/// How an input is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Lzip,
    Bzip2,
}

/// How far an archive may grow: by this factor, and always up to the floor. Gzip reaches 1000, zstd and xz any number;
/// text, however dull, stays far below 100.
#[derive(Debug, Clone, Copy)]
struct Limit {
    factor: u64,
    floor: u64,
}

const LIMIT: Limit = Limit { factor: 200, floor: 64 << 20 };

/// Layers of packing that are opened: an archive in an archive.
const NESTED: usize = 2;

impl Packing {
    /// The packing of an input with this beginning. `None` if it is not packed.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let opens = |mark: &[u8]| head.starts_with(mark);
        // A bzip2 block begins with the digits of pi, an empty file with those of its square root.
        let is_block = |rest: &[u8]| rest.starts_with(b"1AY&SY") || rest.starts_with(b"\x17\x72\x45\x38\x50\x90");
        match head {
            // Deflate is the only method of gzip.
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            _ if opens(b"\x28\xB5\x2F\xFD") => Some(Self::Zstd),
            // A skippable frame: `pzstd` begins with one.
            [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ if opens(b"\xFD7zXZ\0") => Some(Self::Xz),
            _ if opens(b"LZIP\x01") => Some(Self::Lzip),
            [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if is_block(rest) => Some(Self::Bzip2),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Lzip => "lzip",
            Self::Bzip2 => "bzip2",
        }
    }

    fn unpack<'w>(self, bytes: Bytes<'w>) -> Box<dyn Read + Send + 'w> {
        match self {
            Self::Gzip => Box::new(Gzip::new(bytes)),
            Self::Zstd => Box::new(Zstd::new(bytes)),
            Self::Xz => Box::new(Lzma::xz(bytes)),
            Self::Lzip => Box::new(Lzma::lzip(bytes)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(bytes)),
        }
    }
}

/// The content of an input, unpacked if necessary, and whether it was. `start` is the count of the watch before it.
pub(super) fn unpacked<'w>(mut bytes: Bytes<'w>, start: u64, watch: &'w Watch) -> io::Result<(Bytes<'w>, bool)> {
    let mut depth = 0;
    while depth < NESTED
        && let Some(packing) = Packing::of(bytes.look()?)
    {
        let content = packing.unpack(bytes);
        bytes = Bytes::new(Box::new(Unpacked { content, packing, watch, start, grown: 0, limit: LIMIT }), watch);
        depth += 1;
    }
    Ok((bytes, depth > 0))
}

/// The content of an archive.
struct Unpacked<'w> {
    content: Box<dyn Read + Send + 'w>,
    packing: Packing,
    watch: &'w Watch,
    /// The count of the watch before the archive.
    start: u64,
    /// Bytes that it has grown to so far.
    grown: u64,
    limit: Limit,
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(out).map_err(|error| self.told(&error))?;
        self.grown += read as u64;
        let packed = self.watch.read() - self.start;
        if self.grown > self.limit.floor && self.grown / self.limit.factor > packed {
            let message = format!("the archive grows to more than {} times its size", self.limit.factor);
            return Err(io::Error::other(message));
        }
        Ok(read)
    }
}

impl Unpacked<'_> {
    fn told(&self, error: &io::Error) -> io::Error {
        let name = self.packing.name();
        io::Error::other(match error.kind() {
            io::ErrorKind::UnexpectedEof => format!("the {name} archive ends too early"),
            io::ErrorKind::OutOfMemory => format!(
                "the {name} archive looks back further than 128 MiB: zstd --long=31 -dc FILE | threadle reads it"
            ),
            io::ErrorKind::Unsupported => format!("what follows the {name} archive is something else"),
            _ => format!("the {name} archive is damaged"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bzip2::read::BzEncoder;
    use flate2::read::GzEncoder;
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    /// What [`text`] makes, packed by `xz --check=crc32`.
    const XZ: &[u8] =
        b"\xFD7zXZ\0\0\x01i\"\xDE6\x02\0!\x01\x16\0\0\0t/\xE5\xA3\xE0\x04\x0F\0&]\0*\x1A\x08\xA2\x02\xFB\xD2\
        \xA4\xC5\xC5D\xAA|.i\x8E\x09*\x1CH\xB2C\x0B!\xBE\xCA~\xE3g\x1F\xE2D\x90\xCF\xCEB8\0\0\0\0B\xB7\0\x0A\
        \0\x01>\x90\x08\0\0\0\xFF\xBD\x97\xE9>0\x0D\x8B\x02\0\0\0\0\x01YZ";

    /// The same, packed by `lzip -9`.
    const LZIP: &[u8] =
        b"LZIP\x01\x0C\0*\x1A\x08\xA2\x02\xFB\xD2\xA4\xC5\xC5D\xAA|.i\x8E\x09*\x1CH\xB2C\x0B!\xBE\xCA~\xE3\
        g\x1F\xE2D\x90\xCF\xCE\xD7\x93\xFA?\xFF\xB3j\x80\0B\xB7\0\x0A\x10\x04\0\0\0\0\0\0G\0\0\0\0\0\0\0";

    fn text() -> Vec<u8> {
        b"The lamp was lit in 1874. ".repeat(40)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        GzEncoder::new(text, flate2::Compression::default()).read_to_end(&mut packed).unwrap();
        packed
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        BzEncoder::new(text, bzip2::Compression::fast()).read_to_end(&mut packed).unwrap();
        packed
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn archives() -> [Vec<u8>; 5] {
        [gzip(&text()), zstd(&text()), XZ.to_vec(), bzip2(&text()), LZIP.to_vec()]
    }

    /// The contents of an archive, and a notice about them.
    fn found(packed: &[u8]) -> (Vec<u8>, Option<String>) {
        let watch = Watch::default();
        let bytes = Bytes::new(Box::new(watch.over(packed)), &watch);
        let (mut bytes, _) = unpacked(bytes, 0, &watch).unwrap();
        let mut content = Vec::new();
        bytes.read_to_end(&mut content).unwrap();
        (content, bytes.notice().map(|notice| notice.to_string()))
    }

    #[test]
    fn archives_are_known_by_their_content_and_give_theirs() {
        for packed in archives() {
            assert!(Packing::of(&packed).is_some());
            assert_eq!(found(&packed), (text(), None), "{:?}", Packing::of(&packed));
        }
        assert_eq!(Packing::of(b"BZh9 is how such files begin"), None);
        assert_eq!(found(b"The lamp"), (b"The lamp".to_vec(), None));
    }

    #[test]
    fn archives_one_after_the_other_give_all_of_theirs() {
        for packed in archives() {
            assert_eq!(found(&packed.repeat(3)), (text().repeat(3), None), "{:?}", Packing::of(&packed));
        }
    }

    #[test]
    fn an_archive_in_an_archive_is_opened_and_one_more_is_not() {
        assert_eq!(found(&zstd(&gzip(b"Lamp"))).0, b"Lamp");
        let inner = bzip2(b"Lamp");
        assert_eq!(found(&gzip(&gzip(&inner))).0, inner);
    }

    #[test]
    fn an_archive_that_is_cut_off_gives_what_came_before() {
        // Words that do not repeat, so that there is more than one piece of them in the archive.
        let long: Vec<u8> = (0_u64..40_000).flat_map(|n| format!("{:x} ", n * n * n * 31).into_bytes()).collect();
        for (packed, name) in [(gzip(&long), "gzip"), (zstd(&long), "zstd"), (bzip2(&long), "bzip2")] {
            let (content, notice) = found(&packed[..packed.len() / 2]);
            assert!(content.len() > long.len() / 5 && long.starts_with(&content), "{name}: {}", content.len());
            let told = format!("byte {}: reading stopped here: the {name} archive ends too early", content.len());
            assert_eq!(notice, Some(told));
        }
        let (content, notice) = found(&XZ[..XZ.len() - 30]);
        assert_eq!(content, text());
        assert_eq!(notice.as_deref(), Some("byte 1040: reading stopped here: the xz archive ends too early"));
    }

    #[test]
    fn what_follows_an_archive_is_left_out_and_told_unless_it_is_padding() {
        let padded = [gzip(&text()), vec![0; 5000]].concat();
        assert_eq!(found(&padded), (text(), None));
        for (packed, name) in [(gzip(&text()), "gzip"), (zstd(&text()), "zstd")] {
            let (content, notice) = found(&[&packed, &b"and more"[..]].concat());
            assert_eq!(content, text());
            let told = format!("byte 1040: reading stopped here: what follows the {name} archive is something else");
            assert_eq!(notice, Some(told));
        }
    }

    #[test]
    fn frames_to_be_skipped_are_skipped() {
        let frame = |length: u8| [&[0x5A, 0x2A, 0x4D, 0x18, length, 0, 0, 0][..], b"abc"].concat();
        assert_eq!(found(&[frame(3), zstd(b"Lamp"), frame(3)].concat()), (b"Lamp".to_vec(), None));
        let told = "byte 4: reading stopped here: the zstd archive ends too early";
        assert_eq!(found(&[zstd(b"Lamp"), frame(9)].concat()), (b"Lamp".to_vec(), Some(told.to_owned())));
    }

    #[test]
    fn a_frame_that_looks_back_too_far_is_refused_before_memory_is_taken_for_it() {
        // A header alone: its second byte after the flags is the window, 2^10 more for each 8.
        let header = |window: u8| vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, window, 1, 0, 0];
        assert_eq!(found(&header(17 << 3)), (Vec::new(), None), "128 MiB");
        for window in [(17 << 3) + 1, 18 << 3, 21 << 3, 31 << 3] {
            let (content, notice) = found(&header(window));
            assert!(content.is_empty());
            assert!(notice.unwrap().contains("looks back further than 128 MiB"));
        }
    }

    #[test]
    fn an_archive_that_grows_too_far_is_cut() {
        let watch = Watch::default();
        let packed = gzip(&vec![b'x'; 4 << 20]);
        let content = Packing::Gzip.unpack(Bytes::new(Box::new(watch.over(packed.as_slice())), &watch));
        let limit = Limit { factor: 100, floor: 1 << 20 };
        let mut content = Unpacked { content, packing: Packing::Gzip, watch: &watch, start: 0, grown: 0, limit };
        let mut grown = Vec::new();
        let error = content.read_to_end(&mut grown).unwrap_err();
        assert_eq!(error.to_string(), "the archive grows to more than 100 times its size");
        assert!((1 << 20..3 << 20).contains(&grown.len()), "{}", grown.len());
    }

    proptest! {
        #[test]
        fn damaged_archives_never_panic_and_never_hang(
            which in 0_usize..5,
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            cut in any::<prop::sample::Index>(),
            repeats in 1_usize..3,
        ) {
            let mut packed = archives()[which].repeat(repeats);
            for (place, byte) in damage {
                let place = place.index(packed.len());
                packed[place] = byte;
            }
            packed.truncate(packed.len() - cut.index(packed.len()) / 2);
            prop_assert!(found(&packed).0.len() < 64 << 20);
        }
    }
}
