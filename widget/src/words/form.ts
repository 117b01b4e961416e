/** What `composer.ts` says, in all languages: part of that file, so that nobody loads it who only reads. */

export interface FormWords {
  readonly posting: string;
  readonly anyway: string;
  readonly unsent: string;
  readonly stored: string;
  readonly tooLong: string;
  readonly blank: string;
}

const formWords: Readonly<Record<string, FormWords>> & { readonly ar: FormWords } = {
  ar: {
    posting: "جارٍ الإرسال…",
    anyway: "أرسله كما هو",
    unsent: "لم يصل ردّ من الخادم. نصّك محفوظ، ولن يُنشر مرتين إن أعدت المحاولة.",
    stored: "لم يُنشر تعليقك. للمشرفين أن يعيدوا النظر فيه.",
    tooLong: "التعليق أطول من المسموح به.",
    blank: "اكتب شيئاً أولاً.",
  },
  fr: {
    posting: "Envoi en cours…",
    anyway: "Envoyer tel quel",
    unsent: "Le serveur n’a pas répondu. Votre texte est conservé ; un nouvel essai ne le publiera pas deux fois.",
    stored: "Votre commentaire n’est pas publié. Les modérateurs peuvent en décider autrement.",
    tooLong: "Le commentaire est trop long.",
    blank: "Écrivez d’abord quelque chose.",
  },
  en: {
    posting: "Sending…",
    anyway: "Send anyway",
    unsent: "The server did not answer. Your text is kept, and trying again will not post it twice.",
    stored: "Your comment is not published. Moderators may decide otherwise.",
    tooLong: "The comment is too long.",
    blank: "Write something first.",
  },
};

/** Those of a language; Arabic where there is none. */
export function wordsOf(lang: string): FormWords {
  return formWords[lang] ?? formWords.ar;
}
