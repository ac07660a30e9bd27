//! A static host on this machine: the built site under the sub-path that it was built for.

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

/// Serves a folder until it is dropped: a thread for each connection, and one answer on it. Browsers open several
/// connections at once and read when it suits them, so that none may wait for another.
pub struct Site {
    host: Arc<Host>,
    listens_at: SocketAddr,
    address: String,
}

struct Host {
    folder: PathBuf,
    /// The sub-path under which the folder is served: `/lab/`.
    base: String,
    notes: Mutex<Notes>,
}

/// What the host was told, and what it saw.
#[derive(Default)]
struct Notes {
    /// Paths that end so are answered 404 on purpose.
    lost: Option<String>,
    /// What is answered for paths that end so, in place of a file.
    given: Vec<(String, Vec<u8>)>,
    /// Paths that were asked for and are not there.
    missing: Vec<String>,
    /// Whether the host is to stop.
    closing: bool,
}

/// The built site: what `cargo xtask test` says, or an explanation of how to say it.
fn folder() -> (PathBuf, String) {
    let remedy = "build the site with `cargo xtask build --public-url /lab/ --dist target/site` and name its folder in \
                  QUORUM_SITE; `cargo xtask test` does both";
    let folder = std::env::var_os("QUORUM_SITE").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| panic!("QUORUM_SITE is not set: {remedy}"));
    assert!(folder.join("index.html").is_file(), "there is no index.html in {}: {remedy}", folder.display());
    (folder, std::env::var("QUORUM_PUBLIC_URL").unwrap_or_else(|_| "/lab/".to_owned()))
}

impl Site {
    /// Starts to serve the built site on a free port.
    pub fn serve() -> Self {
        let (folder, base) = folder();
        let listening = TcpListener::bind("127.0.0.1:0").and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (listens_at, listener) = listening.unwrap_or_else(|why| panic!("cannot serve the site: {why}"));
        let address = format!("http://{listens_at}{base}");
        let host = Arc::new(Host { folder, base, notes: Mutex::default() });
        {
            let host = host.clone();
            thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    if host.notes().closing {
                        break;
                    }
                    let host = host.clone();
                    // A browser that goes away before the answer is none of the host's business.
                    thread::spawn(move || host.answer(stream).is_ok());
                }
            });
        }
        Self { host, listens_at, address }
    }

    /// Where the start page is, with a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on files whose names end so are not there, or all are if `None`.
    pub fn lose(&self, end: Option<&str>) {
        self.host.notes().lost = end.map(str::to_owned);
    }

    /// From now on files whose names end so have this text, whether the site has them or not.
    pub fn give(&self, end: &str, text: &str) {
        self.host.notes().given.push((end.to_owned(), text.as_bytes().to_vec()));
    }

    /// The text of a file of the site, by its path in the site's folder.
    pub fn file(&self, path: &str) -> String {
        let file = self.host.folder.join(path);
        fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
    }

    /// Paths that were asked for in vain, but for those lost on purpose.
    pub fn missing(&self) -> Vec<String> {
        self.host.notes().missing.clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.host.notes().closing = true;
        // One more connection, so that the listener wakes up and sees it.
        let _closed = TcpStream::connect(self.listens_at);
    }
}

impl Host {
    /// A test that failed while it held the lock has nothing to say about the notes.
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        // `GET /lab/index.html HTTP/1.1`, then headers up to an empty line.
        let Some(request) = lines.next().transpose()? else { return Ok(()) };
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let path = request.split(' ').nth(1).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        let (status, kind, content) = match self.find(path) {
            Some((kind, content)) => ("200 OK", kind, content),
            None => ("404 Not Found", "text/plain", b"There is no such file.".to_vec()),
        };
        let length = content.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )?;
        stream.write_all(&content)
    }

    fn find(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        let lost = self.notes().lost.as_ref().is_some_and(|end| path.ends_with(end));
        if lost {
            return None;
        }
        if let Some((_, text)) = self.notes().given.iter().rfind(|(end, _)| path.ends_with(end.as_str())) {
            return Some((kind(Path::new(path)), text.clone()));
        }
        let file = path.strip_prefix(&self.base).filter(|file| !file.contains(".."));
        let file = file.map(|file| self.folder.join(if file.is_empty() { "index.html" } else { file }));
        let found = file.and_then(|file| Some((kind(&file), fs::read(file).ok()?)));
        if found.is_none() {
            self.notes().missing.push(path.to_owned());
        }
        found
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
