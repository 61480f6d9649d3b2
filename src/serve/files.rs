//! Files of the served folder as responses.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::live::Live;
use super::request;

/// What `path` of the site in `site` shows.
pub(super) fn answer(site: &Path, path: &str, query: Option<&str>, live: &Live) -> Response<Body> {
    if !site.is_dir() {
        return live.waiting_page();
    }
    match find(site, path) {
        Some(Found::File(file)) => {
            fs::read(&file).map_or_else(|error| failed(&error), |contents| page(&file, contents, live))
        }
        Some(Found::Folder) => {
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            let location = HeaderValue::from_str(&format!("{path}/{query}"));
            location.map_or_else(
                |_| not_found(site, live),
                |location| (StatusCode::FOUND, [(LOCATION, location)]).into_response(),
            )
        }
        None => not_found(site, live),
    }
}

/// Adds what every response says: it is not kept, not guessed at, and not for other sites.
pub(super) fn protect(mut response: Response<Body>) -> Response<Body> {
    const HEADERS: [(HeaderName, &str); 5] = [
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

enum Found {
    File(PathBuf),
    /// A folder with a page, named without the `/` that links in the page rely on.
    Folder,
}

fn find(site: &Path, path: &str) -> Option<Found> {
    let below = request::path_below(path)?;
    // Where symbolic links lead is known only now.
    let site = fs::canonicalize(site).ok()?;
    let inside = |path: PathBuf| fs::canonicalize(path).ok().filter(|real| real.starts_with(&site));
    let real = inside(site.join(below))?;
    if real.is_dir() {
        let index = inside(real.join("index.html")).filter(|index| index.is_file())?;
        return Some(if path.ends_with('/') { Found::File(index) } else { Found::Folder });
    }
    (real.is_file() && !path.ends_with('/')).then_some(Found::File(real))
}

fn page(file: &Path, contents: Vec<u8>, live: &Live) -> Response<Body> {
    let kind = mime_guess::from_path(file).first_or_octet_stream();
    let (contents, charset) = match (kind.type_().as_str(), kind.subtype().as_str()) {
        ("text", "html") => (live.enliven(contents), "; charset=utf-8"),
        ("text", _) => (contents, "; charset=utf-8"),
        _ => (contents, ""),
    };
    ([(CONTENT_TYPE, format!("{}{charset}", kind.essence_str()))], contents).into_response()
}

fn not_found(site: &Path, live: &Live) -> Response<Body> {
    let file = site.join("404.html");
    let mut response = match fs::read(&file) {
        Ok(contents) => page(&file, contents, live),
        Err(_) => "there is no such page\n".into_response(),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn failed(error: &io::Error) -> Response<Body> {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response()
}
