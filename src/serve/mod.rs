//! A site while it is being written: built again when its inputs change, and shown in the browser at once.
//!
//! Serves what was built last without an error, into a folder below `.plaudit/` and never into the published one, so
//! a half-written sentence reaches nobody. For its own computer only, unless another interface is asked for: see
//! [`request`] for what is refused.

mod files;
mod live;
pub mod request;
mod watch;

use std::future::Future;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;

use crate::diagnostic::Problem;
use live::Live;
use watch::{Signal, Watch};

/// More ports than this are not tried.
const PORTS_TRIED: u16 = 50;

/// What is served, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's root, whose inputs are watched.
    pub root: PathBuf,
    /// The folder that `build` publishes to.
    pub site: PathBuf,
    /// The address to listen on.
    pub interface: IpAddr,
    /// The port to listen on, 0 for any; the next one that is free is taken.
    pub port: u16,
}

/// What a build came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Built {
    /// The site is another one.
    Changed,
    /// The site is what it was.
    Unchanged,
    /// There are errors, with the text that says which; the site is what it was.
    Failed(String),
}

/// What there is to tell while serving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The port that was asked for is taken, so it is another one.
    OtherPort {
        /// The one that was asked for.
        wanted: u16,
    },
    /// The site can be opened at this address; the first build is over.
    Ready {
        /// The address, with a `/` at its end.
        url: String,
    },
    /// Changes cannot be noticed, for this reason: the site has to be served anew to show them.
    NotWatching {
        /// What the system says.
        reason: String,
    },
}

/// Builds and serves until `end` is over.
///
/// `build` is called once at the start and again after every change of the inputs, never twice at a time.
/// Fails when nothing can be listened on.
pub fn run(
    options: &Options,
    build: &(dyn Fn() -> Built + Sync),
    tell: &(dyn Fn(Event) + Sync),
    end: impl Future<Output = ()>,
) -> Result<(), Problem> {
    let asked = SocketAddr::new(options.interface, options.port);
    let failed = |error: io::Error| Problem::ServeFailed { address: asked.to_string(), reason: error.to_string() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let listener = listen(asked).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    if options.port != 0 && address.port() != options.port {
        tell(Event::OtherPort { wanted: options.port });
    }
    let live = Live::new();
    let shared = Shared { site: options.site.clone(), interface: options.interface, live: live.clone() };
    let app = Router::new().fallback(answer).with_state(Arc::new(shared));

    let (signals_in, signals) = mpsc::channel();
    let watching = Watch::new(&options.root, signals_in.clone());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut watching = watching.map_err(|error| tell(Event::NotWatching { reason: error.to_string() })).ok();
            live.built(build());
            tell(Event::Ready { url: format!("http://{}/", reachable(address)) });
            while changed(&signals, watching.as_mut()) {
                live.built(build());
            }
        });
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::select! {
                served = axum::serve(listener, app).into_future() => served,
                () = end => Ok(()),
            }
        });
        // The builder waits for a signal, or receives this one when it has finished what it is at.
        let _ = signals_in.send(Signal::Stop);
        served.map_err(failed)
    })
}

/// Is over when the user presses Ctrl-C.
pub async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Then the system ends the program itself.
        std::future::pending::<()>().await;
    }
}

/// What every request is answered from.
struct Shared {
    site: PathBuf,
    interface: IpAddr,
    live: Live,
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if let Some(refused) = request::refusal(&request, shared.interface) {
        return files::protect(refused);
    }
    let response = match request.uri().path() {
        live::EVENTS => shared.live.events(request.method()),
        live::SCRIPT => live::script(),
        path => files::answer(&shared.site, path, request.uri().query(), &shared.live),
    };
    files::protect(response)
}

/// Listens on the port that is asked for, or on the next one that is free.
fn listen(asked: SocketAddr) -> io::Result<TcpListener> {
    let last = if asked.port() == 0 { 0 } else { asked.port().saturating_add(PORTS_TRIED) };
    let mut taken = None;
    for port in asked.port()..=last {
        match TcpListener::bind(SocketAddr::new(asked.ip(), port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return Ok(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => taken = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(taken.unwrap_or_else(|| ErrorKind::AddrInUse.into()))
}

/// The address to open: one that stands for all addresses cannot be opened on every system.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new(std::net::Ipv4Addr::LOCALHOST.into(), address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(std::net::Ipv6Addr::LOCALHOST.into(), address.port()),
        _ => address,
    }
}

/// Waits until the inputs have changed; `false` when it is over. Several changes at a time are one.
fn changed(signals: &Receiver<Signal>, watching: Option<&mut Watch>) -> bool {
    let Ok(first) = signals.recv() else { return false };
    if std::iter::once(first).chain(signals.try_iter()).any(|signal| signal == Signal::Stop) {
        return false;
    }
    if let Some(watching) = watching {
        watching.watch_new_folders();
    }
    true
}
