import { type Refused, refuse } from './problem.ts'

/** Somebody saved a draft since it was seen, or it is gone: what was typed stays with who typed it. `draft` is the one that there is now. */
export const draftChanged = (draft: { readonly revision: number } | undefined): Refused =>
  refuse(
    'version.conflict',
    draft
      ? {
          zh: `草案已由他人改动（现为第 ${draft.revision} 次保存）。您填写的内容没有丢失，请核对后再保存。`,
          en: `Somebody changed the draft (it is save ${draft.revision} now). What you typed is not lost; compare and save again.`,
        }
      : { zh: '草案已被放弃或者发布。您填写的内容没有丢失。', en: 'The draft was dropped or published. What you typed is not lost.' },
    { version: draft?.revision ?? 0 },
  )
