//! Times the Rust implementation: text to checked template. Prints {file name: microseconds}. Build it outside of the
//! repository: `cargo build --release --manifest-path benchmarks/model/rust/Cargo.toml --target-dir .dev/bench`;
//! then `OPENJD_MODEL_RUST=.dev/bench/release/openjd-model-bench ./dev bench model`.

use openjd_model::{decode_job_template, template::parse::document_string_to_object, CallerLimits, DocumentType};
use std::{env, fs, path::Path, time::Instant};

const EXTENSIONS: [&str; 5] = ["TASK_CHUNKING", "REDACTED_ENV_VARS", "FEATURE_BUNDLE_1", "EXPR", "WRAP_ACTIONS"];

fn check(text: &str, is_json: bool) {
    let limits = CallerLimits::default();
    let kind = if is_json { DocumentType::Json } else { DocumentType::Yaml };
    let template = document_string_to_object(text, kind, &limits).expect("a document");
    decode_job_template(template, Some(&EXTENSIONS), &limits).expect("a template");
}

fn run(count: u32, call: &dyn Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        call();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}

fn microseconds(call: &dyn Fn()) -> f64 {
    let mut count = 1;
    while run(count, call) * f64::from(count) < 100_000.0 {
        count *= 2;
    }
    (0..4).map(|_| run(count, call)).fold(f64::INFINITY, f64::min)
}

fn main() {
    let mut times = serde_json::Map::new();
    for name in env::args().skip(1) {
        let path = Path::new(&name);
        let text = fs::read_to_string(path).expect("a file");
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let key = path.file_name().expect("a name").to_string_lossy().into_owned();
        times.insert(key, microseconds(&|| check(&text, is_json)).into());
    }
    println!("{}", serde_json::Value::Object(times));
}
