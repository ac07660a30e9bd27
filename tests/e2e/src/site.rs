//! A static host on this machine: the built site under the sub-path that it was built for.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use tiny_http::{Header, Request, Response, Server};

/// Serves a folder until it is dropped.
pub struct Site {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    notes: Arc<Mutex<Notes>>,
    address: String,
}

/// What the host was told, and what it saw.
#[derive(Default)]
struct Notes {
    /// Paths that end so are answered 404 on purpose.
    lost: Option<String>,
    /// Paths that were asked for and are not there.
    missing: Vec<String>,
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
        let server = Server::http("127.0.0.1:0").unwrap_or_else(|why| panic!("cannot serve the site: {why}"));
        let server = Arc::new(server);
        let port = server.server_addr().to_ip().map_or(0, |address| address.port());
        let address = format!("http://127.0.0.1:{port}{base}");
        let notes = Arc::<Mutex<Notes>>::default();
        let thread = {
            let (server, notes) = (server.clone(), notes.clone());
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    answer(request, &folder, &base, &notes);
                }
            })
        };
        Self { server, thread: Some(thread), notes, address }
    }

    /// Where the start page is, with a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on files whose names end so are not there, or all are if `None`.
    pub fn lose(&self, end: Option<&str>) {
        lock(&self.notes).lost = end.map(str::to_owned);
    }

    /// Paths that were asked for in vain, but for those lost on purpose.
    pub fn missing(&self) -> Vec<String> {
        lock(&self.notes).missing.clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

/// A test that failed while it held the lock has nothing to say about the notes.
fn lock(notes: &Mutex<Notes>) -> MutexGuard<'_, Notes> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(request: Request, folder: &Path, base: &str, notes: &Mutex<Notes>) {
    let path = request.url().split('?').next().unwrap_or_default().to_owned();
    let lost = lock(notes).lost.as_ref().is_some_and(|end| path.ends_with(end));
    let file = path.strip_prefix(base).filter(|file| !file.contains("..")).filter(|_| !lost).map(|file| {
        let file = if file.is_empty() { "index.html" } else { file };
        folder.join(file)
    });
    let content = file.and_then(|file| Some((kind(&file), fs::read(file).ok()?)));
    // A browser that goes away before the answer is none of the host's business.
    let _gone = match content {
        Some((kind, bytes)) => request.respond(Response::from_data(bytes).with_header(kind)),
        None => {
            if !lost {
                lock(notes).missing.push(path);
            }
            request.respond(Response::new(404.into(), Vec::new(), Cursor::new(Vec::new()), Some(0), None))
        }
    };
}

fn kind(file: &Path) -> Header {
    let kind = match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    };
    Header::from_bytes("Content-Type", kind).unwrap_or_else(|()| panic!("{kind} is no header"))
}
