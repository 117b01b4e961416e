/** What the team page says, in three languages: the page is loaded by owners alone, and comes with its words. */

export interface TeamWords {
  readonly title: string;
  readonly people: string;
  readonly roles: Readonly<Record<string, string>>;
  readonly may: Readonly<Record<string, string>>;
  readonly roleOf: string;
  readonly you: string;
  readonly invited: string;
  readonly invite: string;
  readonly mail: string;
  readonly role: string;
  readonly lang: string;
  readonly id: string;
  readonly idMore: string;
  readonly send: string;
  readonly managed: string;
  readonly foreign: string;
  readonly left: string;
  readonly issuer: string;
  readonly claim: string;
  readonly group: string;
  readonly oldGroup: string;
  readonly address: string;
  readonly saved: string;
  readonly noMail: string;
  readonly remove: string;
  readonly removeAsk: string;
  readonly removed: string;
}

const ar: TeamWords = {
  title: "الفريق",
  people: "من في الفريق",
  roles: { auditor: "مطّلع", moderator: "مشرف", editor: "محرر", owner: "مالك" },
  may: { auditor: "يقرأ ولا يقرر", moderator: "يقرر في التعليقات", editor: "يغيّر القواعد أيضًا", owner: "يدير الفريق أيضًا" },
  roleOf: "دور",
  you: "أنت",
  invited: "دُعي ولم يدخل بعد",
  invite: "ادعُ شخصًا",
  mail: "البريد",
  role: "الدور",
  lang: "لغة رسائله",
  id: "المعرّف عند خدمة الهوية (sub)",
  idMore: "يلزم حين لا تكون خدمة الهوية تابعة لهذه المنصة.",
  send: "أرسل الدعوة",
  managed: "صار في الفريق، وتصله رسالة الدخول.",
  foreign: "صار في الفريق. بقي أن تضبط عند خدمة الهوية، فلا أحد سواك يفعل ذلك:",
  left: "خرج من الفريق، ولا يُقبل منه شيء من الآن. احذفه أيضًا عند خدمة الهوية من:",
  issuer: "خدمة الهوية",
  claim: "الخاصية في رموز الدخول",
  group: "المجموعة التي يُضاف إليها",
  oldGroup: "المجموعة التي يُحذف منها",
  address: "ثم أرسل إليه عنوان هذه الصفحة",
  saved: "تغيّر الدور.",
  noMail: "لا بريد له عندنا: اكتب بريده هنا ليتغيّر دوره.",
  remove: "أخرجه من الفريق",
  removeAsk: "يُمنع فورًا من كل شيء في هذا الموقع.",
  removed: "خرج من الفريق.",
};

const fr: TeamWords = {
  title: "Équipe",
  people: "Membres de l’équipe",
  roles: { auditor: "observateur", moderator: "modérateur", editor: "éditeur", owner: "propriétaire" },
  may: { auditor: "lit sans décider", moderator: "décide des commentaires", editor: "change aussi les règles", owner: "gère aussi l’équipe" },
  roleOf: "Rôle de",
  you: "vous",
  invited: "invité, ne s’est pas encore connecté",
  invite: "Inviter quelqu’un",
  mail: "Adresse électronique",
  role: "Rôle",
  lang: "Langue de ses courriels",
  id: "Identifiant au service d’identité (sub)",
  idMore: "Nécessaire quand le service d’identité n’est pas celui de cette plateforme.",
  send: "Envoyer l’invitation",
  managed: "Membre de l’équipe ; un courriel de connexion lui est envoyé.",
  foreign: "Membre de l’équipe. Reste à régler au service d’identité, ce que vous seul pouvez faire :",
  left: "N’est plus de l’équipe, et rien n’est accepté de sa part dès maintenant. Retirez aussi cette personne, au service d’identité, de :",
  issuer: "Service d’identité",
  claim: "Attribut des jetons d’accès",
  group: "Groupe à ajouter",
  oldGroup: "Groupe à retirer",
  address: "Puis envoyez-lui l’adresse de cette page",
  saved: "Le rôle est changé.",
  noMail: "Son adresse manque : écrivez-la ici pour changer son rôle.",
  remove: "Retirer de l’équipe",
  removeAsk: "Tout lui sera refusé sur ce site, dès maintenant.",
  removed: "N’est plus de l’équipe.",
};

const en: TeamWords = {
  title: "Team",
  people: "Who is on the team",
  roles: { auditor: "auditor", moderator: "moderator", editor: "editor", owner: "owner" },
  may: { auditor: "reads, decides nothing", moderator: "decides on comments", editor: "changes the policy as well", owner: "looks after the team as well" },
  roleOf: "Role of",
  you: "you",
  invited: "invited, has not signed in yet",
  invite: "Invite somebody",
  mail: "Mail address",
  role: "Role",
  lang: "Language of their mail",
  id: "Their id at the identity service (sub)",
  idMore: "Needed where the identity service is not this platform’s own.",
  send: "Send the invitation",
  managed: "They are on the team, and a mail to sign in with is on its way.",
  foreign: "They are on the team. What is left is to be set at the identity service, by you:",
  left: "They are off the team, and nothing of theirs is taken from now on. At the identity service, take them out as well of:",
  issuer: "Identity service",
  claim: "Claim in the access tokens",
  group: "Group to put them in",
  oldGroup: "Group to take them out of",
  address: "Then send them this page’s address",
  saved: "The role has changed.",
  noMail: "There is no mail address of theirs: write it here to change their role.",
  remove: "Remove from the team",
  removeAsk: "Everything at this site will be refused to them, at once.",
  removed: "They are off the team.",
};

export const teamWords: Readonly<Record<string, TeamWords>> = { ar, fr, en };
