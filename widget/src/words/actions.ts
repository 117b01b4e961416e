/** What `actions.ts` says, in all languages: part of its file, so that nobody loads it who does nothing of the kind. */
import type { Reason } from "../api.ts";

export interface ActionWords {
  readonly tooLate: string;
  readonly removeAsk: string;
  readonly reportAsk: string;
  readonly reported: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly copied: string;
}

export const actionWords: Readonly<Record<string, ActionWords>> & { readonly ar: ActionWords } = {
  ar: {
    tooLate: "انتهى وقت تعديل هذا التعليق.",
    removeAsk: "حذف التعليق نهائياً؟",
    reportAsk: "ما سبب التبليغ؟",
    reported: "شكراً، وصل تبليغك إلى المشرفين.",
    reasons: { abuse: "إساءة", spam: "سبام", other: "سبب آخر" },
    copied: "تم النسخ",
  },
  fr: {
    tooLate: "Le délai de modification est dépassé.",
    removeAsk: "Supprimer définitivement ce commentaire ?",
    reportAsk: "Pour quelle raison ?",
    reported: "Merci, les modérateurs ont reçu votre signalement.",
    reasons: { abuse: "Propos injurieux", spam: "Indésirable", other: "Autre raison" },
    copied: "Lien copié",
  },
  en: {
    tooLate: "The time for editing this comment is over.",
    removeAsk: "Delete for good?",
    reportAsk: "What is wrong with it?",
    reported: "Thank you, the moderators have your report.",
    reasons: { abuse: "Abuse", spam: "Spam", other: "Something else" },
    copied: "Copied",
  },
};

/** Those of a language; Arabic where there is none. */
export function wordsOf(lang: string): ActionWords {
  return actionWords[lang] ?? actionWords.ar;
}
