"""`python -m ghirbal_tools.stack.token MAIL`: an access token of somebody who was invited to the local stack's pool.

Takes the emulator's address from AWS_ENDPOINT_URL, as the `ghirbal` command does, sets a password and signs in as the
console would. For local stacks alone: it asks nobody.
"""

from __future__ import annotations

import os
import secrets
import sys

from botocore.exceptions import ClientError

from ghirbal_tools.stack.deploy import Cloud, outputs_of
from ghirbal_tools.stack.ministack import StackError
from ghirbal_tools.stack.people import Pool


def main() -> int:
    """Print the token; 1 when the stack is not there or nobody was invited by that address, 2 without an address."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    if len(sys.argv) != 2 or not endpoint.startswith("http://127.0.0.1:"):
        print(
            f"{__doc__}\nSet AWS_ENDPOINT_URL as the start of `make local` or `make stack-up` printed it.",
            file=sys.stderr,
        )
        return 2
    try:
        print(token_of(Cloud(endpoint), sys.argv[1]))
    except (StackError, ClientError) as error:
        print(f"no token for {sys.argv[1]}: {error}", file=sys.stderr)
        return 1
    return 0


def token_of(cloud: Cloud, mail: str) -> str:
    """Sign somebody in. Raises StackError, and ClientError for an address that was not invited."""
    outputs = outputs_of(cloud)
    cognito = cloud.session().client("cognito-idp", endpoint_url=cloud.endpoint)
    found = cognito.describe_user_pool_client(
        UserPoolId=outputs["UserPool"], ClientId=outputs["UserPoolClient"]
    )
    callback = found["UserPoolClient"]["CallbackURLs"][0]
    pool = Pool(cloud, outputs["UserPool"], outputs["UserPoolClient"], callback)
    password = f"Aa1-{secrets.token_urlsafe(16)}"
    pool.set_password(mail, password)
    return pool.sign_in(mail, password)


if __name__ == "__main__":
    sys.exit(main())
