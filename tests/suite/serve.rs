//! Serving: to this computer only, what lies in the site only, and always what was built last.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use plaudit::diagnostic::Problem;
use plaudit::serve::{self, Built, Event, Options};

/// In no response: it lies outside the site.
const SECRET: &str = "the managers' figures";

#[test]
fn pages_and_files_are_served_and_not_kept() {
    let server = Server::start("hello");
    let page = server.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(server.get("/kpis/csat/?x=1").status, 200);
    assert_eq!(server.get("/kpis/csat/index.html").status, 200);
    let style = server.get("/look/style.css");
    assert_eq!((style.header("content-type"), style.body.as_str()), ("text/css; charset=utf-8", "p {}"));
    assert_eq!(server.get("/data.json").header("content-type"), "application/json");
    assert_eq!(server.get("/a%20%C3%BC.txt").body, "spaced");
}

#[test]
fn a_folder_without_slash_is_sent_to_the_one_with() {
    let server = Server::start("hello");
    let moved = server.get("/kpis/csat?by=team");
    assert_eq!((moved.status, moved.header("location")), (302, "/kpis/csat/?by=team"));
}

#[test]
fn what_is_not_there_is_the_sites_own_404_page() {
    let server = Server::start("hello");
    for path in ["/nothing", "/look/", "/index.html/", "/kpis/csat/index.html/x", "/%"] {
        let page = server.get(path);
        assert_eq!((page.status, page.body.contains("no such page here")), (404, true), "{path}");
    }
}

#[test]
fn the_script_is_in_pages_on_their_way_only() {
    let server = Server::start("hello");
    let on_disk = fs::read_to_string(server.site().join("index.html")).unwrap();
    let page = server.get("/").body;
    let (before, rest) = page.split_once("<script src=\"/.plaudit/live.js?edition=").unwrap();
    let (_, after) = rest.split_once("\"></script>").unwrap();
    assert!(after.starts_with("</body>"));
    assert_eq!(format!("{before}{after}").replace("script-src 'self'; connect-src 'self'; ", ""), on_disk);
    assert!(page.contains("content=\"script-src 'self'; connect-src 'self'; default-src 'none'"));
    for file in ["/look/style.css", "/data.json", "/a%20%C3%BC.txt"] {
        assert!(!server.get(file).body.contains("live.js"), "{file}");
    }
    assert_eq!(server.get("/.plaudit/live.js").header("content-type"), "text/javascript; charset=utf-8");
}

#[test]
fn a_head_has_no_body() {
    let server = Server::start("hello");
    let head = server.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), server.get("/").header("content-length"));
    assert_eq!(server.send("HEAD /.plaudit/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body, "");
}

#[test]
fn nothing_but_reading_is_answered() {
    let server = Server::start("hello");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"] {
        let target = if method == "CONNECT" { "localhost:80" } else { "/" };
        let refused = server.send(&format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ));
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn names_that_were_pointed_here_are_refused() {
    let server = Server::start("hello");
    for host in ["evil.example", "evil.example:80", "localhost.evil.example", "0.0.0.0", "localhost@evil.example", ""] {
        server.refuses(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    }
    server.refuses("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    server.refuses("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    server.refuses("GET / HTTP/1.0\r\n\r\n");
    server.refuses("GET /.plaudit/events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
}

#[test]
fn other_sites_are_refused() {
    let server = Server::start("hello");
    for origin in ["http://evil.example", "null", "http://localhost:1", "https://localhost"] {
        for path in ["/", "/.plaudit/events", "/data.json"] {
            let origin = format!("Host: localhost\r\nOrigin: {origin}");
            server.refuses(&format!("GET {path} HTTP/1.1\r\n{origin}\r\nConnection: close\r\n\r\n"));
        }
    }
    let fetched =
        |what: &str| format!("GET /data.json HTTP/1.1\r\nHost: localhost\r\n{what}\r\nConnection: close\r\n\r\n");
    server.refuses(&fetched("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script"));
    server.refuses(&fetched("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe"));
    let followed = fetched("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document");
    assert_eq!(server.send(&followed).status, 200);
    assert_eq!(server.send(&fetched("Origin: http://localhost\r\nSec-Fetch-Site: same-origin")).status, 200);
    let page = server.get("/");
    assert!(page.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let server = Server::start("hello");
    for path in [
        "/../secret.txt",
        "/../../secret.txt",
        "/kpis/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/.%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/kpis/%2e%2e/%2e%2e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%00/secret.txt",
        "/secret.txt%00.html",
        "/..;/secret.txt",
        "/%2fetc/passwd",
        "/C:/secret.txt",
        "/kpis/....//secret.txt",
    ] {
        let answer = server.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.contains(SECRET) && !answer.body.contains("root:"), "{path}");
    }
    assert_eq!(server.get("//evil.example/..").header("location"), "");
}

#[test]
fn requests_that_are_none_are_refused_and_the_next_is_answered() {
    let server = Server::start("hello");
    let long = "a".repeat(200_000);
    let many: String = (0..2_000).map(|number| format!("X-{number}: x\r\n")).collect();
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}{long}{long}\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}Connection: close\r\n\r\n"),
        format!("{long} / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        "GET /\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: local\0host\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".to_owned(),
        "GET /\r\n\r\n".to_owned(),
        "\0\x01\x02\r\n\r\n".to_owned(),
    ] {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // The server may hang up before it has heard everything.
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{request:.60}: {answer:.60}");
        assert_eq!(server.get("/").status, 200, "{request:.60}");
    }
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let server = Server::start("hello");
    symlink(server.root.join("secret.txt"), server.site().join("secret.txt")).unwrap();
    symlink(&server.root, server.site().join("out")).unwrap();
    symlink(server.root.join("secret.txt"), server.site().join("look/index.html")).unwrap();
    for path in ["/secret.txt", "/out/secret.txt", "/look/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    symlink("data.json", server.site().join("inside.json")).unwrap();
    assert_eq!(server.get("/inside.json").body, "{}");
}

#[test]
fn a_change_is_built_once_and_shown() {
    let server = Server::start("first");
    let mut events = server.events();
    let mut edition = events.next();
    for (count, words) in ["second", "third", "fourth"].into_iter().enumerate() {
        server.write("content/index.md", words);
        let next = events.next();
        assert_ne!(next, edition);
        edition = next;
        assert!(server.get("/").body.contains(words));
        assert_eq!(server.builds.load(Ordering::SeqCst), count + 2, "reading the inputs is no change of them");
    }
    server.write("plaudit.yaml", "title: Another");
    assert_ne!(events.next(), edition);
}

#[test]
fn a_folder_that_is_made_later_is_watched_too() {
    let server = Server::start("first");
    let mut events = server.events();
    events.next();
    fs::create_dir(server.root.join("themes")).unwrap();
    events.next();
    server.write("themes/style.css", "p {}");
    events.next();
    assert_eq!(server.builds.load(Ordering::SeqCst), 3);
}

#[test]
fn errors_are_shown_and_the_last_good_site_stays() {
    let server = Server::start("good words");
    let mut events = server.events();
    let good = events.next();
    server.write("content/index.md", "error <b>&\"bold\"</b>\nsecond line");
    let event = events.next();
    assert_eq!(event["edition"], good["edition"]);
    assert_eq!(event["problems"], "error <b>&\"bold\"</b>\nsecond line");
    assert!(server.get("/").body.contains("good words"));
    server.write("content/index.md", "better words");
    let event = events.next();
    assert!(event["edition"] != good["edition"] && event["problems"].is_null());
}

#[test]
fn before_the_first_good_build_a_page_waits() {
    let server = Server::start("error at once");
    let page = server.get("/kpis/csat/");
    assert_eq!((page.status, page.body.contains("Not built yet")), (503, true));
    assert!(page.body.contains("/.plaudit/live.js"));
    let mut events = server.events();
    assert_eq!(events.next()["problems"], "error at once");
    server.write("content/index.md", "words");
    assert!(events.next()["problems"].is_null());
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn the_next_port_is_taken_where_one_is_busy() {
    let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = busy.local_addr().unwrap().port();
    let server = Server::start_at("hello", port);
    assert!(server.address.port() > port);
    assert_eq!(server.told, [Event::OtherPort { wanted: port }]);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn an_address_of_another_computer_is_a_problem() {
    let held = tempfile::tempdir().unwrap();
    let options = Options {
        root: held.path().to_owned(),
        site: held.path().join("site"),
        interface: Ipv4Addr::new(203, 0, 113, 7).into(),
        port: 0,
    };
    let failed = serve::run(&options, &|| panic!("not built"), &|_| {}, std::future::pending());
    assert!(matches!(failed, Err(Problem::ServeFailed { address, .. }) if address == "203.0.113.7:0"));
}

/// A site that is served by a thread; its builds copy `content/index.md` into a page.
struct Server {
    _held: tempfile::TempDir,
    root: PathBuf,
    address: SocketAddr,
    told: Vec<Event>,
    builds: Arc<AtomicUsize>,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// What the server tells browsers, one event after the other.
struct Events(BufReader<TcpStream>);

impl Server {
    fn start(words: &str) -> Self {
        Self::start_at(words, 0)
    }

    fn start_at(words: &str, port: u16) -> Self {
        let held = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(held.path()).unwrap();
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("content/index.md"), words).unwrap();
        fs::write(root.join("secret.txt"), SECRET).unwrap();
        fs::write(root.join("plaudit.yaml"), "title: Test").unwrap();

        let options =
            Options { root: root.clone(), site: root.join("site"), interface: Ipv4Addr::LOCALHOST.into(), port };
        let builds = Arc::new(AtomicUsize::new(0));
        let (events_in, events) = mpsc::channel();
        let (end, ended) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn({
            let builds = builds.clone();
            move || {
                let build = || {
                    builds.fetch_add(1, Ordering::SeqCst);
                    build(&options.root)
                };
                let tell = |event| events_in.send(event).unwrap();
                serve::run(&options, &build, &tell, async { drop(ended.await) }).unwrap();
            }
        });
        let mut told = Vec::new();
        let address = loop {
            match events.recv().unwrap() {
                Event::Ready { url } => break url.trim_start_matches("http://").trim_end_matches('/').parse().unwrap(),
                other => told.push(other),
            }
        };
        Self { _held: held, root, address, told, builds, end: Some(end), thread: Some(thread) }
    }

    fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// In one step, as editors do.
    fn write(&self, file: &str, text: &str) {
        let whole = self.root.join("whole");
        fs::write(&whole, text).unwrap();
        fs::rename(whole, self.root.join(file)).unwrap();
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    fn send(&self, request: &str) -> Answer {
        let mut answer = Vec::new();
        self.connect(request).read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Answer { status, headers, body: body.to_owned() }
    }

    #[track_caller]
    fn refuses(&self, request: &str) {
        let answer = self.send(request);
        assert!(matches!(answer.status, 400 | 403), "{request}: {}", answer.status);
        assert!(!answer.body.contains("hello"), "{request}");
    }

    fn events(&self) -> Events {
        let mut events = BufReader::new(self.connect("GET /.plaudit/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            events.read_line(&mut line).unwrap();
        }
        Events(events)
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end.take().unwrap().send(());
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

impl Events {
    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream of events ended");
            if let Some(state) = line.strip_prefix("data: ") {
                return serde_json::from_str(state).unwrap();
            }
        }
    }
}

fn build(root: &Path) -> Built {
    let words = fs::read_to_string(root.join("content/index.md")).unwrap();
    if words.starts_with("error") {
        return Built::Failed(words);
    }
    let rules = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">";
    let page = format!("<!doctype html><html><head>{rules}</head><body><p>{words}</p></body></html>\n");
    for (file, text) in [
        ("index.html", page.as_str()),
        ("kpis/csat/index.html", &page),
        ("404.html", "<p>no such page here</p>"),
        ("look/style.css", "p {}"),
        ("data.json", "{}"),
        ("a ü.txt", "spaced"),
    ] {
        let file = root.join("site").join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    Built::Changed
}
