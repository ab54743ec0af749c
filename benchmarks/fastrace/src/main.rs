// The tick of 23 spans in Rust, hot, with fastrace around every function or without: the floor that a compiled tracer reaches.
//
//   fastrace-tick bare 40000 20000 1000       ticks, warm-up, ticks in a turn; prints a line of JSON
//
// The same work as in bot.js: two strategies of eight indicators, two services with their repositories. Spans go to a
// reporter that drops them, in fastrace's own thread.

use fastrace::collector::{Config, Reporter, SpanRecord};
use fastrace::prelude::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

struct Dropped;

impl Reporter for Dropped {
    fn report(&mut self, spans: Vec<SpanRecord>) {
        black_box(spans);
    }
}

/// One span, where they are wanted: the choice is made when the program is compiled, as without the library.
macro_rules! span {
    ($traced:expr, $name:literal) => {
        let _span = $traced.then(|| LocalSpan::enter_with_local_parent($name));
    };
}

#[inline(never)]
fn update<const TRACED: bool>(value: &mut f64, price: f64) -> f64 {
    span!(TRACED, "EmaIndicator.update");
    *value = 0.9 * *value + 0.1 * price;
    *value
}

#[inline(never)]
fn evaluate<const TRACED: bool>(indicators: &mut [f64], price: f64) -> bool {
    span!(TRACED, "CrossingStrategy.evaluate");
    let mut score = 0.5;
    for value in indicators {
        score += update::<TRACED>(value, price);
    }
    score > 0.0
}

#[inline(never)]
fn save<const TRACED: bool>(last: &mut f64, price: f64) {
    span!(TRACED, "PriceRepository.save");
    *last = black_box(price);
}

#[inline(never)]
fn save_tick<const TRACED: bool>(last: &mut f64, price: f64) {
    span!(TRACED, "PriceDatabaseService.saveTick");
    save::<TRACED>(last, price);
}

#[inline(never)]
fn on_tick<const TRACED: bool>(indicators: &mut [f64; 16], lasts: &mut [f64; 2], price: f64) {
    let root = TRACED.then(|| Span::root("TradingBot.onTick", SpanContext::random()));
    let _guard = root.as_ref().map(|span| span.set_local_parent());
    for half in indicators.chunks_mut(8) {
        black_box(evaluate::<TRACED>(half, price));
    }
    for last in lasts {
        save_tick::<TRACED>(last, price);
    }
}

fn cpu_nanos(clock: libc::clockid_t) -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// @returns the nanoseconds of each tick
fn feed<const TRACED: bool>(ticks: usize, ticks_per_turn: usize) -> Vec<u64> {
    let (mut indicators, mut lasts) = ([0.5; 16], [0.5; 2]);
    let mut nanos = Vec::with_capacity(ticks);
    while nanos.len() < ticks {
        let mut before = Instant::now();
        for _ in 0..ticks_per_turn.min(ticks - nanos.len()) {
            on_tick::<TRACED>(&mut indicators, &mut lasts, 100.5 + (nanos.len() % 97) as f64);
            let after = Instant::now();
            nanos.push((after - before).as_nanos() as u64);
            before = after;
        }
        // Between turns the event loop of Node.js looks around; here the collecting thread gets the processor.
        std::thread::sleep(Duration::from_micros(50));
    }
    nanos
}

fn measure<const TRACED: bool>(ticks: usize, warmup: usize, ticks_per_turn: usize) {
    feed::<TRACED>(warmup, ticks_per_turn);
    let (thread, process) = (libc::CLOCK_THREAD_CPUTIME_ID, libc::CLOCK_PROCESS_CPUTIME_ID);
    let before = (cpu_nanos(thread), cpu_nanos(process));
    let mut nanos = feed::<TRACED>(ticks, ticks_per_turn);
    let thread_nanos = (cpu_nanos(thread) - before.0) / ticks as f64;
    let process_nanos = (cpu_nanos(process) - before.1) / ticks as f64;
    nanos.sort_unstable();
    let at = |share: f64| nanos[((share * ticks as f64) as usize).min(ticks - 1)];
    println!(
        "{{\"threadNanos\":{thread_nanos},\"processNanos\":{process_nanos},\"p50Nanos\":{},\"p95Nanos\":{},\"p99Nanos\":{}}}",
        at(0.5),
        at(0.95),
        at(0.99)
    );
}

fn main() {
    let given: Vec<String> = std::env::args().collect();
    let number = |at: usize| given[at].parse::<usize>().expect("a number");
    let (ticks, warmup, ticks_per_turn) = (number(2), number(3), number(4));
    match given[1].as_str() {
        "fastrace" => {
            fastrace::set_reporter(Dropped, Config::default().report_interval(Duration::from_millis(100)));
            measure::<true>(ticks, warmup, ticks_per_turn);
        }
        _ => measure::<false>(ticks, warmup, ticks_per_turn),
    }
}
