//! Router that also records its routes, so that tests can request all of them.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{self, MethodRouter, Route};
use tower::{Layer, Service};

use crate::state::AppState;

/// A method on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub method: Method,
    /// With `{names}` for parameters.
    pub path: String,
}

/// The handlers of a path, by method.
pub struct Methods {
    methods: Vec<Method>,
    answers: MethodRouter<AppState>,
}

/// A router with the list of its routes.
pub struct RouteTable {
    router: Router<AppState>,
    addresses: Vec<Address>,
}

/// Creates a GET handler.
pub fn get<H: Handler<T, AppState>, T: 'static>(handler: H) -> Methods {
    Methods { methods: vec![Method::GET], answers: routing::get(handler) }
}

/// Creates a POST handler.
pub fn post<H: Handler<T, AppState>, T: 'static>(handler: H) -> Methods {
    Methods { methods: vec![Method::POST], answers: routing::post(handler) }
}

impl Methods {
    /// Adds a POST handler.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push(Method::POST);
        Self { answers: self.answers.post(handler), methods: self.methods }
    }
}

impl RouteTable {
    /// Creates an empty router.
    pub fn new() -> Self {
        Self { router: Router::new(), addresses: Vec::new() }
    }

    /// Adds a path.
    #[must_use]
    pub fn route(mut self, path: &str, verbs: Methods) -> Self {
        let address = |method| Address { method, path: path.to_owned() };
        self.addresses.extend(verbs.methods.into_iter().map(address));
        Self { router: self.router.route(path, verbs.answers), addresses: self.addresses }
    }

    /// Adds all routes of another router.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        Self { router: self.router.merge(other.router), addresses: self.addresses }
    }

    /// Wraps all routes added so far in a layer.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error: Into<Infallible>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self { router: self.router.layer(layer), addresses: self.addresses }
    }

    /// Returns the router and its routes.
    pub fn split(self) -> (Router<AppState>, Vec<Address>) {
        (self.router, self.addresses)
    }
}

impl Default for RouteTable {
    fn default() -> Self {
        Self::new()
    }
}
