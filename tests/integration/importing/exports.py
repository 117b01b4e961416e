# ruff: noqa: E501
"""Small exports of our own in the shapes of other systems, in three languages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

ARABIC = "https://akhbar.example/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/%D9%85%D8%A8%D8%A7%D8%B1%D8%A7%D8%A9"
PLAIN = "https://akhbar.example/sports/1"

DISQUS = f"""<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <category dsq:id="1"><forum>akhbar</forum></category>
  <thread dsq:id="10"><id/><link>http://www.akhbar.example/رياضة/مباراة/amp/</link><title>مباراة</title><isDeleted>false</isDeleted></thread>
  <thread dsq:id="11"><id/><link/><title>مباراة</title><isDeleted>false</isDeleted></thread>
  <thread dsq:id="12"><id>{PLAIN}</id><link/><title>أخرى</title><isDeleted>false</isDeleted></thread>
  <post dsq:id="102"><id/><message><![CDATA[<p>ردّ &amp; سلام</p>]]></message><createdAt>2021-01-02T10:00:00Z</createdAt>
    <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>سعاد</name><isAnonymous>true</isAnonymous></author>
    <thread dsq:id="11"/><parent dsq:id="101"/></post>
  <post dsq:id="101"><id/><message><![CDATA[<p>أول تعليق</p><p>فقرة ثانية <a href="https://a.example/x">هنا</a></p>]]></message>
    <createdAt>2021-01-01T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name>Karim</name><isAnonymous>false</isAnonymous><username>karim</username></author><thread dsq:id="10"/></post>
  <post dsq:id="103"><id/><message><![CDATA[<p>إعلان</p>]]></message><createdAt>2021-01-03T10:00:00Z</createdAt>
    <isDeleted>false</isDeleted><isSpam>true</isSpam><author><name>x</name></author><thread dsq:id="10"/></post>
  <post dsq:id="104"><id/><message><![CDATA[<p>حُذف</p>]]></message><createdAt>2021-01-03T11:00:00Z</createdAt>
    <isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>y</name></author><thread dsq:id="12"/></post>
  <post dsq:id="105"><id/><message><![CDATA[<p>réponse à un absent</p>]]></message><createdAt>2021-01-04T11:00:00Z</createdAt>
    <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Zoé</name></author><thread dsq:id="12"/><parent dsq:id="999"/></post>
</disqus>"""

WORDPRESS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
 <item><title>مباراة</title><link>{ARABIC}/</link><wp:post_id>5</wp:post_id>
  <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[منى]]></wp:comment_author>
   <wp:comment_author_email>mona@mail.example</wp:comment_author_email><wp:comment_author_IP>203.0.113.9</wp:comment_author_IP>
   <wp:comment_date_gmt>2022-03-01 08:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[سطر أول
سطر ثانٍ &quot;مقتبس&quot;]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type/>
   <wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>
   <wp:commentmeta><wp:meta_key>wpdiscuz_votes</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:commentmeta></wp:comment>
  <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Ali</wp:comment_author>
   <wp:comment_date_gmt>2022-03-01 09:00:00</wp:comment_date_gmt><wp:comment_content>d'accord</wp:comment_content>
   <wp:comment_approved>0</wp:comment_approved><wp:comment_parent>1</wp:comment_parent></wp:comment>
  <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>blog</wp:comment_author>
   <wp:comment_date_gmt>2022-03-01 09:30:00</wp:comment_date_gmt><wp:comment_content>ping</wp:comment_content>
   <wp:comment_approved>1</wp:comment_approved><wp:comment_type>pingback</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
  <wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>t</wp:comment_author>
   <wp:comment_date_gmt>2022-03-01 09:40:00</wp:comment_date_gmt><wp:comment_content>gone</wp:comment_content>
   <wp:comment_approved>trash</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
 </item></channel></rss>"""

REMARK42 = "\n".join(
    [
        '{"version":1,"users":[],"posts":[]}',
        json.dumps(
            {
                "id": "a1",
                "pid": "",
                "text": "<p>مرحبا بكم</p>",
                "user": {"name": "هدى", "id": "u1", "ip": "x"},
                "locator": {"site": "s", "url": PLAIN},
                "score": 3,
                "time": "2020-05-01T10:00:00.5-05:00",
            },
            ensure_ascii=False,
        ),
        json.dumps(
            {
                "id": "a2",
                "pid": "a1",
                "text": "<p>شكراً</p>",
                "user": {"name": "Ali", "id": "u2"},
                "locator": {"site": "s", "url": PLAIN + "?utm_source=x"},
                "score": -2,
                "time": "2020-05-02T10:00:00Z",
            },
            ensure_ascii=False,
        ),
        "{broken",
    ]
)

COMMENTO = json.dumps(
    {
        "version": 1,
        "comments": [
            {
                "commentHex": "c1",
                "domain": "akhbar.example",
                "url": "/sports/1",
                "commenterHex": "p1",
                "markdown": "**مهم**",
                "html": "<p><strong>مهم</strong></p>",
                "parentHex": "root",
                "score": 4,
                "state": "approved",
                "creationDate": "2019-01-01T00:00:00Z",
            },
            {
                "commentHex": "c2",
                "domain": "akhbar.example",
                "url": "/sports/1",
                "commenterHex": "anonymous",
                "markdown": "non",
                "html": "<p>non</p>",
                "parentHex": "c1",
                "score": 0,
                "state": "unapproved",
                "creationDate": "2019-01-02T00:00:00Z",
            },
        ],
        "commenters": [{"commenterHex": "p1", "email": "a@mail.example", "name": "أمين"}],
    },
    ensure_ascii=False,
)

COMENTARIO = json.dumps(
    {
        "version": 3,
        "pages": [{"id": "pg", "path": "/sports/1", "title": "مباراة"}],
        "commenters": [{"id": "p1", "email": "a@mail.example", "name": "أمين"}],
        "comments": [
            {
                "id": "k1",
                "pageId": "pg",
                "userCreated": "p1",
                "markdown": "قول",
                "html": "<p>قول</p>",
                "score": 1,
                "isApproved": True,
                "isPending": False,
                "isDeleted": False,
                "createdTime": "2023-01-01T00:00:00Z",
            },
            {
                "id": "k2",
                "parentId": "k1",
                "pageId": "pg",
                "authorName": "زائر",
                "markdown": "آخر",
                "html": "<p>آخر</p>",
                "score": 0,
                "isApproved": True,
                "isDeleted": False,
                "createdTime": "2023-01-01T01:00:00Z",
            },
        ],
    },
    ensure_ascii=False,
)

ARTALK = json.dumps(
    [
        {
            "id": "1",
            "rid": "0",
            "content": "تعليق **أول**",
            "created_at": "2021-10-28 20:50:15 +0800",
            "is_pending": "false",
            "vote_up": "2",
            "nick": "ليلى",
            "email": "l@mail.example",
            "ip": "203.0.113.1",
            "page_key": "/sports/1",
            "page_title": "مباراة",
            "site_urls": "https://akhbar.example",
        },
        {
            "id": "2",
            "rid": "1",
            "content": "oui",
            "created_at": "2021-10-28 21:00:00 +0800",
            "is_pending": "true",
            "nick": "Léo",
            "page_key": "/sports/1",
            "site_urls": "https://akhbar.example",
        },
    ],
    ensure_ascii=False,
)

WALINE = json.dumps(
    {
        "type": "waline",
        "version": 1,
        "tables": ["Comment"],
        "data": {
            "Comment": [
                {
                    "objectId": "w1",
                    "nick": "كريم",
                    "mail": "k@mail.example",
                    "url": "/sports/1",
                    "comment": "<p>رأيي</p>",
                    "insertedAt": "2022-01-01T00:00:00.000Z",
                    "status": "approved",
                    "like": 5,
                },
                {
                    "objectId": "w2",
                    "nick": "Spam",
                    "url": "/sports/1",
                    "comment": "buy",
                    "insertedAt": "2022-01-02T00:00:00.000Z",
                    "status": "spam",
                },
                {
                    "objectId": "w3",
                    "nick": "Ana",
                    "url": "/sports/1",
                    "comment": "ok",
                    "pid": "w1",
                    "rid": "w1",
                    "insertedAt": "2022-01-03T00:00:00.000Z",
                    "status": "approved",
                },
            ]
        },
    },
    ensure_ascii=False,
)

VALINE = json.dumps(
    {
        "results": [
            {
                "objectId": "v1",
                "nick": "كريم",
                "url": "/sports/1",
                "comment": "<p>قديم</p>",
                "insertedAt": {"__type": "Date", "iso": "2018-01-01T00:00:00.000Z"},
            }
        ]
    },
    ensure_ascii=False,
)

BLOGGER = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<generator uri='https://www.blogger.com'>Blogger</generator>
<entry><id>tag:blogger.com,1999:blog-1.post-20</id><published>2012-01-01T10:00:00.000+01:00</published><title>t</title>
 <content type='html'>&lt;p&gt;تعليق&lt;/p&gt;</content><author><name>سمير</name><email>noreply@blogger.com</email></author>
 <thr:in-reply-to href='{PLAIN}' ref='tag:blogger.com,1999:blog-1.post-10'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-21</id><published>2012-01-02T10:00:00.000+01:00</published><title>t</title>
 <content type='html'>جواب</content><link rel='related' href='https://www.blogger.com/feeds/1/10/comments/default/20'/>
 <author><name>Lina</name></author><thr:in-reply-to href='{PLAIN}' ref='tag:blogger.com,1999:blog-1.post-10'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-10</id><published>2011-12-01T10:00:00.000+01:00</published><title>مقال</title>
 <link rel='alternate' href='{PLAIN}'/></entry></feed>"""

CSV = (
    "id;parent_id;url;author;email;date;comment;status;likes\r\n"
    f'1;;{PLAIN};منى;m@mail.example;2023-01-01 10:00;"سطر;\r\nوآخر";approved;4\r\n'
    f"2;1;{PLAIN};Ali;;2023-01-01 11:00;oui;approved;0\r\n"
    f"3;;{PLAIN};;;hier;sans date;approved;0\r\n"
)

JSONL = "\n".join(
    json.dumps(row, ensure_ascii=False)
    for row in (
        {
            "comment_id": 9,
            "article": {"href": "/sports/1"},
            "who": {"nick": "هند"},
            "said": "<p>نعم</p>",
            "when": "03/04/2024 10:00",
            "ok": 1,
        },
        {
            "comment_id": 10,
            "article": {"href": "/sports/1"},
            "who": {"nick": "Sam"},
            "said": "non",
            "when": "04/04/2024 10:00",
            "ok": 7,
        },
    )
)
JSONL_RULES = json.dumps(
    {
        "fields": {
            "key": "comment_id",
            "page": "article.href",
            "name": "who.nick",
            "text": "said",
            "created": "when",
            "state": "ok",
        },
        "dates": "%d/%m/%Y %H:%M",
        "timezone": "Africa/Casablanca",
        "states": {"1": "approved", "7": "rejected"},
        "html": True,
    }
)

XML = f"""<export><row nr="1"><adresse>{PLAIN}</adresse><corps>ça va</corps><auteur>Zoé</auteur><le>2020-01-01</le></row>
<row nr="2"><adresse>{PLAIN}</adresse><corps>مساء الخير</corps><auteur>سعيد</auteur><le>2020-01-02</le></row></export>"""
XML_RULES = json.dumps(
    {
        "row": "row",
        "fields": {"key": "@nr", "page": "adresse", "text": "corps", "name": "auteur", "created": "le"},
    }
)


def isso(path: Path) -> Path:
    """An isso database of three comments."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256), title VARCHAR(256))")
        db.execute(
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT,"
            " modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR,"
            " website VARCHAR, likes INTEGER, dislikes INTEGER, voters BLOB)"
        )
        db.execute("INSERT INTO threads VALUES (1, '/sports/1', 'مباراة')")
        rows = [
            (
                1,
                1,
                None,
                1389720732.5,
                None,
                1,
                "203.0.113.0",
                "تعليق",
                "نور",
                "n@mail.example",
                "",
                2,
                0,
                b"",
            ),
            (1, 2, 1, 1389720800.0, None, 2, "203.0.113.0", "en attente", "Max", "", "", 0, 0, b""),
            (1, 3, None, 1389720900.0, None, 4, "203.0.113.0", "", "", "", "", 0, 0, b""),
        ]
        db.executemany(f"INSERT INTO comments VALUES ({', '.join('?' * 14)})", rows)
    return path
