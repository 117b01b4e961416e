<?php
/** Sign in a reader of your site for Ghirbal's comments. PHP 8, nothing to install. */

/**
 * A token for the attribute `sso-token`, good for ten minutes. $kid and $key come from `ghirbal site sso-key`; $now is for tests.
 * Throws JsonException for a name that is no UTF-8.
 */
function ghirbal_sso_token(
    string $site, string $kid, string $key, string $sub, string $name, ?string $avatar = null, ?int $now = null
): string {
    $now ??= time();
    $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $kid];
    $claims = ['aud' => $site, 'sub' => $sub, 'name' => $name, 'iat' => $now, 'exp' => $now + 600];
    if ($avatar !== null) {
        $claims['avatar'] = $avatar;
    }
    $signed = ghirbal_part($header) . '.' . ghirbal_part($claims);
    return $signed . '.' . ghirbal_base64url(hash_hmac('sha256', $signed, $key, true));
}

function ghirbal_part(array $value): string
{
    $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
    return ghirbal_base64url(json_encode($value, $flags));
}

/** Without padding. */
function ghirbal_base64url(string $raw): string
{
    return rtrim(strtr(base64_encode($raw), '+/', '-_'), '=');
}
