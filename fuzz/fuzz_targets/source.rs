//! Any bytes as any format: the first byte chooses the format, the rest is the input.

#![no_main]

use libfuzzer_sys::fuzz_target;
use threadle::Builder;
use threadle::inner::SOURCES;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, mut input)) = data.split_first() else { return };
    let source = SOURCES[usize::from(choice) % SOURCES.len()];
    let _ = source.likeness(input);
    let mut builder = Builder::new(source.name());
    let _ = source.read(&mut input, &mut builder);
    let _ = builder.finish();
});
