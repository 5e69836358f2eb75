"""The page as a service of a JupyterHub: below the hub's address, and for whom the hub lets see it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated
from tornado.web import HTTPError

from ..errors import CourseError
from .page import Handler, Look, Page

ASKED_AGAIN = 15  # seconds for which what the hub has said of somebody is taken to hold


@dataclass(frozen=True)
class Service:
    """What the hub has told of the service: where it listens, and below which path people find it."""

    address: str
    port: int
    prefix: str
    token: str


def service() -> Service:
    """Return what the hub has told of this service; CourseError if that is not enough to serve a page."""
    told: Mapping[str, str] = os.environ
    url = urlsplit(told.get("JUPYTERHUB_SERVICE_URL", ""))
    token, prefix = told.get("JUPYTERHUB_API_TOKEN", ""), told.get("JUPYTERHUB_SERVICE_PREFIX", "")
    if url.scheme != "http" or not url.hostname or not url.port:
        raise CourseError('give the service a "url" in jupyterhub_config.py such as http://127.0.0.1:10101')
    if not token or not prefix:
        raise CourseError("JupyterHub has told no JUPYTERHUB_API_TOKEN and JUPYTERHUB_SERVICE_PREFIX")
    return Service(url.hostname, url.port, prefix.rstrip("/") + "/", token)


class ByHub(HubOAuthenticated, Handler):
    """Lets in whom the hub knows and gives the right to see this service; all others log in first."""

    @property
    def events(self) -> str:
        """Return the address of the events, with what tells this page from others that ask with its cookie."""
        return "events?" + urlencode({"_xsrf": self.xsrf_token})

    async def let_in(self) -> None:
        """Ask the hub who it is, and send to its login who is nobody yet."""
        await self.hub_auth.get_user(self, sync=False)  # so that others are answered meanwhile
        if self.current_user:  # or HTTPError, for who may not see it
            return
        if self.request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            raise HTTPError(403)
        self.redirect(self.get_login_url())

    async def is_still_in(self) -> bool:
        """Ask again, now and then: rights may be taken away, and people log out."""
        auth = self.hub_auth
        token, session = auth.get_token(self), auth.get_session_id(self)
        user = await auth.user_for_token(token, session_id=session, sync=False)
        return bool(user and auth.check_scopes(auth.access_scopes, user))


def serve_in_hub(look: Look) -> str:
    """Serve the page as the hub wants it, and return the path below which it is found there."""
    told = service()
    HubOAuth.instance(cache_max_age=ASKED_AGAIN)
    # Of the hub's own secret, so that who is logged in stays so when the service begins anew.
    cookies = hashlib.sha256(f"cookies {told.token}".encode()).digest()
    Page(
        look,
        (told.address, told.port),
        ByHub,
        told.prefix,
        [("oauth_callback", HubOAuthCallbackHandler)],
        cookie_secret=cookies,
    )
    return told.prefix
