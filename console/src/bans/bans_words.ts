/** What the sheet of bans and the form that bans say, in three languages: they come with the sheet. */

type Kind = "reader" | "address" | "mail" | "name" | "domain";

export interface BansWords {
  readonly title: string;
  readonly titleMore: string;
  readonly none: string;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly more: Readonly<Record<Kind, string>>;
  readonly add: string;
  readonly what: string;
  readonly pattern: string;
  readonly wide: string;
  readonly span: string;
  readonly hours: Readonly<Record<"24" | "168" | "720", string>>;
  readonly ever: string;
  readonly till: string;
  readonly everAsk: string;
  readonly ban: string;
  readonly banned: string;
  readonly lift: string;
  readonly comment: string;
  readonly gone: string;
  readonly log: string;
  readonly steps: Readonly<Record<string, string>>;
}

const ar: BansWords = {
  title: "الحظر",
  titleMore: "ما هو محظور الآن في هذا الموقع. ينتهي الحظر وحده عند أجله، أو ترفعه متى شئت.",
  none: "لا شيء محظور الآن.",
  kinds: { reader: "القارئ", address: "عنوان الاتصال", mail: "البريد", name: "الاسم", domain: "نطاق الروابط" },
  more: {
    reader: "لا يستطيع هذا القارئ أن يعلّق ولا أن يصوّت ولا أن يبلّغ.",
    address: "قد يشترك في العنوان كثيرون، لذلك تنتظر تعليقاتهم المراجعة ولا تُرفض.",
    mail: "لا يستطيع من يسجّل بهذا البريد أن يعلّق.",
    name: "تنتظر المراجعةَ تعليقاتُ من يحمل هذا الاسم. النجمة * تنوب عن بقية الكلمة.",
    domain: "تُرفض التعليقات التي فيها رابط إلى هذا النطاق أو إلى ما يتفرع عنه.",
  },
  add: "حظر اسم أو نطاق",
  what: "ما الذي يُحظر",
  pattern: "الاسم أو النطاق",
  wide: "النطاق الأوسع من العناوين",
  span: "المدة",
  hours: { "24": "يوم واحد", "168": "7 أيام", "720": "30 يوماً" },
  ever: "بلا أجل",
  till: "حتى",
  everAsk: "هذا الحظر لا ينتهي حتى يرفعه أحدكم. أتحظر؟",
  ban: "حظر",
  banned: "تم الحظر:",
  lift: "رفع الحظر",
  comment: "عرض التعليق",
  gone: "لم يعد نصه محفوظاً.",
  log: "من حظر ومن رفع الحظر ومن وثق",
  steps: { banned: "حظر", unbanned: "رفع الحظر", trusted: "وثق بقارئ", distrusted: "سحب الثقة من قارئ" },
};

const fr: BansWords = {
  title: "Bannissements",
  titleMore: "Ce qui est banni en ce moment sur ce site. Un bannissement prend fin de lui-même, ou quand vous le levez.",
  none: "Rien n’est banni en ce moment.",
  kinds: { reader: "Le lecteur", address: "L’adresse réseau", mail: "Le courriel", name: "Le nom", domain: "Le domaine des liens" },
  more: {
    reader: "Ce lecteur ne peut plus ni commenter, ni voter, ni signaler.",
    address: "Beaucoup de gens peuvent partager une adresse : leurs commentaires attendent un modérateur, ils ne sont pas refusés.",
    mail: "Qui est connecté avec ce courriel ne peut plus commenter.",
    name: "Les commentaires signés de ce nom attendent un modérateur. L’astérisque * remplace le reste d’un mot.",
    domain: "Les commentaires avec un lien vers ce domaine, ou en dessous, sont refusés.",
  },
  add: "Bannir un nom ou un domaine",
  what: "Que bannir",
  pattern: "Nom ou domaine",
  wide: "La plage d’adresses la plus large",
  span: "Durée",
  hours: { "24": "1 jour", "168": "7 jours", "720": "30 jours" },
  ever: "sans fin",
  till: "jusqu’au",
  everAsk: "Ce bannissement ne prendra fin que si quelqu’un le lève. Bannir ?",
  ban: "Bannir",
  banned: "C’est banni :",
  lift: "Lever",
  comment: "Voir le commentaire",
  gone: "Son texte n’est plus conservé.",
  log: "Qui a banni, levé, fait confiance",
  steps: { banned: "bannissement", unbanned: "bannissement levé", trusted: "confiance accordée à un lecteur", distrusted: "confiance retirée à un lecteur" },
};

const en: BansWords = {
  title: "Bans",
  titleMore: "What is banned at this site now. A ban ends by itself when its time is up, or when you lift it.",
  none: "Nothing is banned now.",
  kinds: { reader: "The reader", address: "The network address", mail: "The mail address", name: "The name", domain: "The links’ domain" },
  more: {
    reader: "This reader can’t comment, vote or report.",
    address: "Many people may share an address: their comments wait for a moderator and are not refused.",
    mail: "Whoever is signed in with this mail address can’t comment.",
    name: "Comments under this name wait for a moderator. An asterisk * stands for the rest of a word.",
    domain: "Comments with a link to this domain, or below it, are refused.",
  },
  add: "Ban a name or a domain",
  what: "What to ban",
  pattern: "Name or domain",
  wide: "The wider range of addresses",
  span: "For how long",
  hours: { "24": "1 day", "168": "7 days", "720": "30 days" },
  ever: "for ever",
  till: "until",
  everAsk: "This ban ends only when somebody lifts it. Ban?",
  ban: "Ban",
  banned: "Banned",
  lift: "Lift",
  comment: "Show the comment",
  gone: "Its text is kept no more.",
  log: "Who banned, lifted and trusted",
  steps: { banned: "banned", unbanned: "lifted a ban", trusted: "trusted a reader", distrusted: "trusted a reader no longer" },
};

export const bansWords: Readonly<Record<string, BansWords>> = { ar, fr, en };
