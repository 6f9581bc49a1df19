/** Texts of the documents that procedures of the campaign make. `{fact}` is filled from the matter; `{on}` is the day of the action. */
export const DOCUMENT_TEXTS = {
  brief: { title: '{subject}', paragraphs: ['{article}', '（{bodyName}报送）'] },
  'filing-receipt': {
    title: '备案回执',
    recipients: '{bodyName}：',
    paragraphs: ['你单位报送的《{ownPlan}》收悉，已予备案，备案号：{number}。', '请按方案组织实施，并按期报送进展。'],
  },
} as const satisfies Record<string, { readonly title: string; readonly recipients?: string; readonly paragraphs: readonly string[] }>
