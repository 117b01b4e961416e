<?php
/**
 * Plugin Name: Ghirbal comments
 * Description: Ghirbal in place of WordPress's own comments.
 * Requires at least: 6.5
 * Requires PHP: 8.0
 */

defined('ABSPATH') || exit;

/* For wp-config.php: GHIRBAL_SITE, GHIRBAL_API, GHIRBAL_SCRIPT, GHIRBAL_INTEGRITY; with sign-in GHIRBAL_KID, GHIRBAL_KEY. */

require __DIR__ . '/sign.php';

add_action('wp_enqueue_scripts', function () {
    if (is_singular()) {
        wp_enqueue_script_module('ghirbal', GHIRBAL_SCRIPT, [], null);
    }
});
add_filter('wp_script_attributes', function ($attributes) {
    return ($attributes['src'] ?? '') === GHIRBAL_SCRIPT
        ? $attributes + ['integrity' => GHIRBAL_INTEGRITY, 'crossorigin' => 'anonymous']
        : $attributes;
});

/* Themes of templates, and themes of blocks. */
add_filter('comments_template', fn () => __DIR__ . '/comments.php');
add_filter('render_block_core/comments', fn () => ghirbal_comments());

/** The element for the article that is shown; nothing under one that asks for a password. */
function ghirbal_comments(): string
{
    if (post_password_required()) {
        return '';
    }
    return sprintf(
        '<ghirbal-comments site="%s" api="%s" page="%s" lang="%s"%s%s></ghirbal-comments>',
        esc_attr(GHIRBAL_SITE),
        esc_url(GHIRBAL_API),
        esc_url(get_permalink()),
        esc_attr(substr(get_locale(), 0, 2)),
        comments_open() ? '' : ' readonly',
        ghirbal_signed_in()
    );
}

/** The attribute that signs the reader in, where they have an account and the site a key. */
function ghirbal_signed_in(): string
{
    $user = wp_get_current_user();
    if (!$user->exists() || !defined('GHIRBAL_KEY')) {
        return '';
    }
    $name = mb_substr($user->display_name, 0, 60);
    $token = ghirbal_sso_token(GHIRBAL_SITE, GHIRBAL_KID, GHIRBAL_KEY, (string) $user->ID, $name);
    return ' sso-token="' . esc_attr($token) . '"';
}
