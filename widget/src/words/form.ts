/** What `composer.ts` and `mine.ts` say, in all languages: part of that file, so that nobody loads it who only reads. */

export interface FormWords {
  readonly posting: string;
  readonly anyway: string;
  readonly unsent: string;
  readonly stored: string;
  readonly tooLong: string;
  readonly blank: string;
  readonly held: string;
  readonly heldMore: string;
  readonly rejected: string;
  readonly lost: string;
  readonly published: string;
  readonly dismiss: string;
  /** Said where it is true. */
  readonly kept: string;
  /** With "#" for the name that the site's own sign-in gives. */
  readonly signed: string;
}

const formWords: Readonly<Record<string, FormWords>> & { readonly ar: FormWords } = {
  ar: {
    posting: "جارٍ الإرسال…",
    anyway: "إرسال كما هو",
    unsent: "لم يصل ردّ من الخادم، وإعادة المحاولة لا تنشر التعليق مرتين.",
    stored: "وصل تعليقك إلى المشرفين، ولن يُنشر إلا إذا قبلوه.",
    tooLong: "التعليق أطول من المسموح به.",
    blank: "التعليق فارغ.",
    kept: "يبقى نصّك محفوظاً في هذا المتصفح.",
    signed: "التعليق باسم #",
    held: "قيد المراجعة",
    heldMore: "لا يراه غيرك حتى يوافق عليه المشرفون.",
    rejected: "لم يُنشر",
    lost: "لا يمكن معرفة مصير هذا التعليق من هذا المتصفح، لأن مفتاح صاحبه لم يعد محفوظاً فيه.",
    published: "نُشر تعليقك.",
    dismiss: "إخفاء",
  },
  fr: {
    posting: "Envoi en cours…",
    anyway: "Envoyer tel quel",
    unsent: "Le serveur n’a pas répondu. Un nouvel essai ne publiera pas le commentaire deux fois.",
    stored: "Votre commentaire est chez les modérateurs, et ne paraîtra que s’ils l’acceptent.",
    tooLong: "Le commentaire est trop long.",
    blank: "Le commentaire est vide.",
    kept: "Votre texte est conservé dans ce navigateur.",
    signed: "Vous commentez sous le nom de #",
    held: "En attente de modération",
    heldMore: "Visible de vous seul jusqu’à son acceptation par un modérateur.",
    rejected: "Non publié",
    lost: "Ce navigateur n’a plus la clé de l’auteur : le sort de ce commentaire ne peut être connu d’ici.",
    published: "Votre commentaire est publié.",
    dismiss: "Masquer",
  },
  en: {
    posting: "Sending…",
    anyway: "Send anyway",
    unsent: "The server did not answer. Trying again will not post it twice.",
    stored: "Your comment is with the moderators, and is published only if they accept it.",
    tooLong: "The comment is too long.",
    blank: "The comment is empty.",
    kept: "Your text is kept in this browser.",
    signed: "You comment as #",
    held: "Awaiting review",
    heldMore: "Only you see it until a moderator approves it.",
    rejected: "Not published",
    lost: "This browser no longer holds its author’s key, so what became of this comment can’t be told from here.",
    published: "Your comment is public.",
    dismiss: "Dismiss",
  },
};

/** Those of a language; Arabic where there is none. */
export function wordsOf(lang: string): FormWords {
  return formWords[lang] ?? formWords.ar;
}
