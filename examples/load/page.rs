//! `docs/performance.md`, of which each part is written by the command that measures it.

use std::path::Path;
use std::process::Command;

const PAGE: &str = "docs/performance.md";
/// The parts in their order, with their headings.
const PARTS: [(&str, &str); 2] = [("pipeline", "## Pipeline"), ("service", "## Service")];

/// Machine, date, versions and commit, in one sentence.
pub fn machine() -> String {
    let said = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("?", |cpu| cpu.1);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    let unknown = || "?".to_owned();
    format!(
        "{}, commit {}, {}, {} cores of {cpu}, Linux {}; load average at the end of the run {load}.\n",
        said("date", &["-u", "+%Y-%m-%d %H:%M UTC"]).unwrap_or_else(unknown),
        said("git", &["rev-parse", "--short", "HEAD"]).unwrap_or_else(unknown),
        said("rustc", &["--version"]).unwrap_or_else(unknown),
        quotewire::config::cores(),
        said("uname", &["-r"]).unwrap_or_else(unknown),
    )
}

/// Puts the text of a part, made by `command`, between its markers; whatever else the page holds stays.
pub fn write(part: &str, command: &str, text: &str) -> Result<(), String> {
    let page = Path::new(PAGE);
    let cannot = |error: std::io::Error| format!("cannot write {PAGE}: {error}");
    let begin = |part: &str| format!("<!-- {part}: made by");
    let end = |part: &str| format!("<!-- end of {part} -->");
    let mut whole = std::fs::read_to_string(page).unwrap_or_else(|_| "# Performance\n".to_owned());
    for (name, heading) in PARTS {
        if !whole.contains(&begin(name)) {
            whole += &format!("\n{heading}\n\n{} nothing yet -->\n{}\n", begin(name), end(name));
        }
    }
    let lacks = || format!("{PAGE} has no markers of {part}");
    let (before, rest) = whole.split_once(&begin(part)).ok_or_else(lacks)?;
    let (_, after) = rest.split_once(&end(part)).ok_or_else(lacks)?;
    let whole = format!("{before}{} `{command}` -->\n{text}{}{after}", begin(part), end(part));
    if let Some(folder) = page.parent() {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    std::fs::write(page, whole).map_err(cannot)
}
