//! Pages that load themselves anew when the site was built again, and show what is wrong when it could not be.
//!
//! A script is named at the end of every page on its way to the browser, never in the file. It listens to a stream
//! of events, so that nothing is asked for again and again.

use std::convert::Infallible;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;

use super::Built;

/// Where the script is. Nothing that is published begins like this.
pub(super) const SCRIPT: &str = "/.plaudit/live.js";
/// What the script needs that the page's own rules may not allow.
const OWN_RULES: &str = "script-src 'self'; connect-src 'self'; ";
/// Where the script listens.
pub(super) const EVENTS: &str = "/.plaudit/events";

/// What browsers are to know: which edition there is, and what is wrong with the inputs.
#[derive(Clone, Debug, Default)]
struct Now {
    edition: u64,
    problems: Option<String>,
}

#[derive(Clone)]
pub(super) struct Live {
    /// Tells the editions of this run of the program from those of the one before, which may still be on a screen.
    started: u128,
    now: watch::Sender<Now>,
}

impl Live {
    pub(super) fn new() -> Self {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        Self { started, now: watch::Sender::new(Now::default()) }
    }

    /// Lets all browsers know what came of a build.
    pub(super) fn built(&self, built: Built) {
        self.now.send_modify(|now| {
            match &built {
                Built::Changed => now.edition += 1,
                // The first one shows what the last run of the program left behind.
                Built::Unchanged => now.edition = now.edition.max(1),
                Built::Failed(_) => {}
            }
            now.problems = match built {
                Built::Failed(problems) => Some(problems),
                Built::Changed | Built::Unchanged => None,
            };
        });
    }

    /// The stream of events: what is so now, and whatever changes.
    pub(super) fn events(&self, method: &Method) -> Response<Body> {
        if method == Method::HEAD {
            return [(CONTENT_TYPE, "text/event-stream")].into_response();
        }
        let started = self.started;
        let mut receiver = self.now.subscribe();
        receiver.mark_changed();
        let events = stream::unfold(receiver, move |mut receiver| async move {
            receiver.changed().await.ok()?;
            let Now { edition, problems } = receiver.borrow_and_update().clone();
            let state = serde_json::json!({ "edition": format!("{started}-{edition}"), "problems": problems });
            Some((Ok::<_, Infallible>(sse::Event::default().data(state.to_string())), receiver))
        });
        Sse::new(events).keep_alive(KeepAlive::default()).into_response()
    }

    /// A page with the script in it, allowed to listen where the page's own rules would not let it.
    pub(super) fn enliven(&self, page: Vec<u8>) -> Vec<u8> {
        let page = match String::from_utf8(page) {
            Ok(page) => page,
            Err(other) => return other.into_bytes(),
        };
        let edition = format!("{}-{}", self.started, self.now.borrow().edition);
        let script = format!("<script src=\"{SCRIPT}?edition={edition}\"></script>");
        let end = page.to_ascii_lowercase().rfind("</body").unwrap_or(page.len());
        let mut enlivened = String::with_capacity(page.len() + 200);
        enlivened.push_str(&page[..end]);
        enlivened.push_str(&script);
        enlivened.push_str(&page[end..]);
        if let Some(rules) = enlivened.find("http-equiv=\"Content-Security-Policy\"")
            && let Some(content) = enlivened[rules..].find("content=\"")
        {
            // Of two rules about one thing the first holds.
            enlivened.insert_str(rules + content + "content=\"".len(), OWN_RULES);
        }
        enlivened.into_bytes()
    }

    /// The page as long as there is no site.
    pub(super) fn waiting_page(&self) -> Response<Body> {
        let page = self.enliven(include_bytes!("waiting.html").to_vec());
        (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
    }
}

pub(super) fn script() -> Response<Body> {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("live.js")).into_response()
}
