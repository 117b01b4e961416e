<?php
/** Sign in a reader of your site for Ghirbal's comments. PHP 8, nothing to install. */

/** A token for the attribute `sso-token`, good for ten minutes. $kid and $key come from `ghirbal site sso-key`. */
function ghirbal_sso_token(string $site, string $kid, string $key, string $sub, string $name, ?string $avatar = null): string
{
    $now = time();
    $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $kid];
    $claims = ['aud' => $site, 'sub' => $sub, 'name' => $name, 'iat' => $now, 'exp' => $now + 600];
    if ($avatar !== null) {
        $claims['avatar'] = $avatar;
    }
    $signed = ghirbal_part(json_encode($header)) . '.' . ghirbal_part(json_encode($claims));
    return $signed . '.' . ghirbal_part(hash_hmac('sha256', $signed, $key, true));
}

/** base64url without padding. */
function ghirbal_part(string $raw): string
{
    return rtrim(strtr(base64_encode($raw), '+/', '-_'), '=');
}
