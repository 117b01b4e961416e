<?php
/* What a theme's comments_template() includes. */
defined('ABSPATH') || exit;

echo ghirbal_comments();
