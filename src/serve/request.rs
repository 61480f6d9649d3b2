//! Which requests are answered: those of somebody who sits at this computer and means this site.
//!
//! Any web page can make a browser send requests here. So the name that the browser believes to talk to must be our own
//! (another one was pointed here: DNS rebinding), requests that another site caused are answered only when
//! somebody follows a link, and nothing but reading is possible.

use std::net::IpAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::header::{ALLOW, HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

/// How a request is answered that is refused; `None` for one that may pass.
pub(super) fn refusal<B>(request: &Request<B>, interface: IpAddr) -> Option<Response<Body>> {
    let headers = request.headers();
    let refused = |why: &'static str| Some((StatusCode::FORBIDDEN, why).into_response());
    let Some(host) = only(headers, HOST) else { return refused("one Host is needed\n") };
    if !is_own_host(host, interface) {
        return refused("this Host is not served here\n");
    }
    if request.uri().authority().is_some_and(|named| !is_own_host(named.as_str(), interface)) {
        return refused("this address is not served here\n");
    }
    if headers.contains_key(ORIGIN) && !only(headers, ORIGIN).is_some_and(|origin| is_own_origin(origin, host)) {
        return refused("not for other sites\n");
    }
    if is_for_another_site(headers) {
        return refused("not for other sites\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "only reading\n").into_response());
    }
    None
}

/// Whether a `Host` names the server that listens on `interface`: `localhost`, or an address, which nobody can point
/// elsewhere. On a loopback interface only loopback addresses do; the port does not matter (it may be forwarded).
pub fn is_own_host(host: &str, interface: IpAddr) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    if host.contains('@') {
        return false;
    }
    let name = authority.host();
    let port = &host[name.len()..];
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
        return false;
    }
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name).parse::<IpAddr>();
    match address {
        Ok(address) if interface.is_unspecified() => !address.is_unspecified() && !address.is_multicast(),
        Ok(address) => address == interface || (interface.is_loopback() && address.is_loopback()),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// Whether an `Origin` is the site itself, which the browser reached under the name `host`.
pub fn is_own_origin(origin: &str, host: &str) -> bool {
    origin.strip_prefix("http://").is_some_and(|named| named.eq_ignore_ascii_case(host))
}

/// The path of a request as a path below the served folder; `None` when it is none.
///
/// Decoded once. Nothing that could lead out of the folder or to another file than it says passes: no `.` and `..`,
/// empty parts, backslashes, colons and control characters, however they are written. The path of a folder may end
/// in `/`.
pub fn path_below(path: &str) -> Option<PathBuf> {
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let decoded = decoded.strip_suffix('/').unwrap_or(&decoded);
    if decoded.is_empty() {
        return (path == "/").then(PathBuf::new);
    }
    let is_plain = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']) && !part.contains(char::is_control)
    };
    decoded.split('/').all(is_plain).then(|| decoded.split('/').collect())
}

/// Whether the browser says that another site asks, other than by a link that somebody followed.
fn is_for_another_site(headers: &HeaderMap) -> bool {
    let says = |name: &'static str| headers.get(HeaderName::from_static(name)).map(HeaderValue::as_bytes);
    let is_own = matches!(says("sec-fetch-site"), None | Some(b"same-origin" | b"none"));
    let is_followed = says("sec-fetch-mode") == Some(b"navigate") && says("sec-fetch-dest") == Some(b"document");
    !is_own && !is_followed
}

/// The text of a header that is there exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: &str = "127.0.0.1";

    #[test]
    fn names_of_this_computer_are_its_own() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080", "127.9.9.9"] {
            hosts(host, LOOPBACK, true);
        }
        hosts("192.168.1.5:8080", "192.168.1.5", true);
        hosts("192.168.1.5:8080", "0.0.0.0", true);
        hosts("[fe80::1]:8080", "::", true);
    }

    #[test]
    fn names_that_anybody_can_point_here_are_not() {
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "evil@localhost",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0.0.0.0",
            "192.168.1.5",
            "localhost:8080:evil",
            "localhost:80a0",
            "localhost:+80",
            "[::1]z",
            "[::1]80",
            "[::1]:84Ij80",
            "127.0.0.1:",
            "localhost:99999",
            "local host",
            "localhost.",
            "[::1",
            "[::ffff:1.2.3.4]",
            "localhost/x",
            "localhost#",
            "localhost\\@evil",
        ] {
            hosts(host, LOOPBACK, false);
        }
        hosts("evil.example", "0.0.0.0", false);
        hosts("192.168.1.6", "192.168.1.5", false);
    }

    #[test]
    fn an_origin_is_own_when_it_is_the_host() {
        assert!(is_own_origin("http://localhost:8080", "localhost:8080"));
        for origin in [
            "null",
            "",
            "http://localhost:3000",
            "https://localhost:8080",
            "http://evil.example",
            "http://localhost:8080/",
        ] {
            assert!(!is_own_origin(origin, "localhost:8080"), "{origin}");
        }
    }

    #[test]
    fn ordinary_paths_lead_below() {
        for (path, below) in [
            ("/", ""),
            ("/index.html", "index.html"),
            ("/2026-10/team/billing/", "2026-10/team/billing"),
            ("/a%20b", "a b"),
            ("/%C3%BC.html", "ü.html"),
            ("/%252e%252e/x", "%2e%2e/x"),
            ("/..x/x..", "..x/x.."),
        ] {
            assert_eq!(path_below(path), Some(PathBuf::from(below)), "{path}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_are_none() {
        for path in [
            "",
            "x",
            "*",
            "//",
            "//evil.example/",
            "/../x",
            "/..",
            "/../",
            "/a/../../x",
            "/%2e%2e/x",
            "/%2E./x",
            "/.%2e/x",
            "/..%2fx",
            "/a%2f..%2f..%2fx",
            "/a/./b",
            "/.",
            "/a//b",
            "/a/%2f",
            "/%2fetc",
            "/..%5cx",
            "/a%5cb",
            "/C:/x",
            "/a%00",
            "/a%0ab",
            "/%ff",
            "/%c0%ae%c0%ae/x",
            "/a//",
        ] {
            assert_eq!(path_below(path), None, "{path}");
        }
    }

    #[track_caller]
    fn hosts(host: &str, interface: &str, is_own: bool) {
        assert_eq!(is_own_host(host, interface.parse().unwrap()), is_own, "{host}");
    }
}
