//! A server in a process of its own, and what the kernel says of it.
//!
//! CPU time and memory are read from `/proc`, so that they are the server's alone; Linux is needed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tonic::transport::{Channel, Endpoint};

/// Linux counts CPU time in `/proc` in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// A process that serves. Killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
    /// From its start to the line that says so.
    pub ready_after: Duration,
}

impl Process {
    /// Starts `program` and waits for its line `listening on ADDRESS`.
    ///
    /// # Errors
    ///
    /// It does not start, or ends without that line.
    pub fn start<A: AsRef<OsStr>>(program: &Path, args: &[A], stderr: Stdio) -> Result<Process, String> {
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
        let mut child = command.spawn().map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let stdout = child.stdout.take().ok_or("the server has no stdout")?;
        let mut process =
            Process { child, stdout: BufReader::new(stdout), address: String::new(), ready_after: Duration::ZERO };
        process.address = process.announced("listening on ")?;
        process.ready_after = begun.elapsed();
        Ok(process)
    }

    /// What stands behind `what` in the next line that the server prints.
    ///
    /// # Errors
    ///
    /// The next line is another one, or there is none.
    pub fn announced(&mut self, what: &str) -> Result<String, String> {
        let mut line = String::new();
        self.stdout.read_line(&mut line).map_err(|error| format!("cannot read what the server prints: {error}"))?;
        let found = line.trim_end().strip_prefix(what);
        found.map(str::to_owned).ok_or_else(|| format!("the server printed {line:?} in place of {what:?}"))
    }

    /// A connection of its own.
    pub async fn connect(&self) -> Result<Channel, String> {
        connect(&self.address).await
    }

    /// `count` connections.
    pub async fn connections(&self, count: usize) -> Result<Vec<Channel>, String> {
        let mut channels = Vec::new();
        for _ in 0..count {
            channels.push(self.connect().await?);
        }
        Ok(channels)
    }

    /// CPU time that it has used, in user code and kernel, ended threads included.
    pub fn cpu(&self) -> Duration {
        let stat = self.proc("stat");
        // The name of the process comes first, in brackets, and may hold spaces and brackets of its own.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<u32>().ok()).unwrap_or(0);
        TICK * (ticks(11) + ticks(12))
    }

    /// Bytes of memory that it has resident now.
    pub fn resident(&self) -> u64 {
        self.status_bytes("VmRSS:")
    }

    /// The most bytes that it has had resident.
    pub fn most_resident(&self) -> u64 {
        self.status_bytes("VmHWM:")
    }

    /// The number of files and sockets that it has open.
    pub fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).map_or(0, Iterator::count)
    }

    /// Sends it a signal, such as `TERM`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([format!("-{signal}"), self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -{signal} did not work");
    }

    /// Kills it, as `kill -9` does.
    pub fn kill(mut self) {
        self.end();
    }

    /// Waits for its end.
    pub fn wait(mut self) -> std::io::Result<ExitStatus> {
        self.child.wait()
    }

    fn status_bytes(&self, name: &str) -> u64 {
        let status = self.proc("status");
        let kib =
            status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kib.unwrap_or(0) * 1024
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }

    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// A connection to `address`.
pub async fn connect(address: &str) -> Result<Channel, String> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).map_err(|error| format!("{address}: {error}"))?;
    let connected = endpoint.tcp_nodelay(true).connect().await;
    connected.map_err(|error| format!("cannot connect to {address}: {error}"))
}
