"""A moderator of the local Cognito pool, signed in as the console does it: code flow, so that the scope is granted."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from ghirbal_tools.stack.ministack import StackError

if TYPE_CHECKING:
    from ghirbal_tools.stack.deploy import Cloud


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool, its client, and what the client asks for."""

    cloud: Cloud
    id: str
    client: str
    callback: str
    scope: str = "comments/moderate"

    def set_password(self, mail: str, password: str) -> None:
        """The password an invited person chose; `ghirbal site` did the inviting."""
        cognito = self.cloud.session().client("cognito-idp", endpoint_url=self.cloud.endpoint)
        cognito.admin_set_user_password(UserPoolId=self.id, Username=mail, Password=password, Permanent=True)

    def sign_in(self, mail: str, password: str) -> str:
        """An access token with the moderators' scope. Raises StackError when the pool gives none."""
        shared = {"client_id": self.client, "redirect_uri": self.callback}
        asked = {"scope": f"openid {self.scope}", "response_type": "code"}
        _, location, _ = self._post("/login", {**shared, **asked, "username": mail, "password": password})
        code = parse_qs(urlsplit(location).query).get("code")
        if not code:
            raise StackError(f"the pool did not let {mail} in")
        grant = {"grant_type": "authorization_code", "code": code[0]}
        status, _, body = self._post("/oauth2/token", {**shared, **grant})
        if status != 200:
            raise StackError(f"the pool gave no token: {status}")
        return str(json.loads(body)["access_token"])

    def _post(self, path: str, form: Mapping[str, str]) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.cloud.endpoint).netloc, timeout=10)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", path, urlencode(form), kind)
            answer = connection.getresponse()
            return answer.status, answer.getheader("location") or "", answer.read()
        finally:
            connection.close()
