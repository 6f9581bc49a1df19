import type { Locale } from '../../messages/index.tsx'

/** The help page: short answers to what people ask first. */
export interface Topic {
  readonly title: string
  readonly lines: readonly string[]
}

export const HELP: Readonly<Record<Locale, readonly Topic[]>> = {
  zh: [
    {
      title: '放入方案',
      lines: [
        '在“方案库”把文件拖进虚线框，或点“选择文件”，可以一次多份。支持 Word（docx）、有文字层的 PDF、网页和文本文件，单个不超过 50 MB。',
        '扫描件没有文字，读不出来；加密的文件请先去掉密码。没有收下的文件会写明原因和代码，系统里不留任何内容。',
        '同一个文件放两次，只保存一份。',
      ],
    },
    {
      title: '核对任务',
      lines: [
        '打开方案后，左边是原文，右边是读出的任务。点原文中的文字，右边跳到对应任务；点任务的名称、单位、日期或目标值，左边跳到原文所在位置。',
        '标有“待核”的内容，是读取时把握不大的地方，请优先看。“看下一项”会依次带您过去。',
        '每一项旁边的铅笔可以更正。更正与机器读取并存：点“已更正”能看到机器原来读到什么，也可以撤销。重新读取时更正不会丢。',
        '编辑时按 Ctrl+Enter 保存，按 Esc 放弃。',
      ],
    },
    {
      title: '筛选与导出',
      lines: [
        '可以按单位或责任人、完成月份、领域、文字筛选。筛选条件写在网址里，把网址发给同事，打开就是同样的列表。',
        '导出的 Excel 和 Word 恰好是当前筛选出的任务，一项不多，一项不少；每次导出都有记录。',
      ],
    },
    {
      title: '对齐上级方案',
      lines: [
        '在“对齐”中选择上级方案和本级方案。系统按标题、内容、数字和单位配对，并写明理由；请您确认或否定，也可以自己指定配对。',
        '一致：承诺相同。更严：比上级要求更高、更快。更松：比上级要求更低、更慢。缺失：上级有、本级没有。新增：本级自己提出。每一处都附双方原文。',
        '“上级未承接”列出还没有人接的要求，并按上级牵头单位统计。',
      ],
    },
    {
      title: '账号与安全',
      lines: [
        '首次登录要用自己的密码替换一次性密码。连续输错多次会锁定一段时间，管理员可以重置。',
        '登录过期时页面不会清空，重新登录后接着做。',
        '管理员可在“用户与记录”中查看谁在何时做了什么。',
      ],
    },
    {
      title: '只用键盘',
      lines: [
        '按 Tab 逐项移动，第一个是“跳到主要内容”。回车打开链接或按钮。',
        '在任务名称上按回车，焦点到原文对应位置的 ▸；在 ▸ 上再按回车，回到任务。',
      ],
    },
  ],
  en: [
    {
      title: 'Putting in a plan',
      lines: [
        'Drop files into the dashed box of the library, or use “Choose files”; several at once if you like. Word (docx), PDF with a text layer, web pages and plain text, at most 50 MB each.',
        'A scan has no text to read; take the password off protected files first. A refused file says why, with a code, and leaves nothing behind.',
        'The same file put in twice is stored once.',
      ],
    },
    {
      title: 'Checking measures',
      lines: [
        'A plan opens with the source on the left and the measures on the right. Click words in the source to get to the measure; click a title, unit, date or target to get to its words.',
        '“Check” marks what the reader was not sure of; begin there. “Next one” takes you through them.',
        'The pencil beside a field corrects it. The correction stands beside the reading: “Corrected” shows what the machine had read, and can be undone. Corrections survive a second reading.',
        'While editing, Ctrl+Enter saves and Esc leaves.',
      ],
    },
    {
      title: 'Filtering and exporting',
      lines: [
        'Filter by agency or person, month, domain and words. The filter is part of the address: send the link, and a colleague sees the same list.',
        'Excel and Word exports hold exactly the measures that are shown; every export is recorded.',
      ],
    },
    {
      title: 'Aligning with the level above',
      lines: [
        'Choose the two plans under Alignment. Measures are paired by title, text, numbers and units, with the reasons; confirm or reject a pair, or name one yourself.',
        'Same: the commitment holds. Stricter: more or sooner than asked. Weaker: less or later. Dropped: asked, not answered. Added: your own. Each with both quotations.',
        '“Not taken up” lists what nobody answers yet, by the agency that leads it above.',
      ],
    },
    {
      title: 'Accounts and safety',
      lines: [
        'The first sign-in replaces the one-time password. Too many wrong passwords lock the account for a while; an administrator can reset it.',
        'When a session ends the page stays as it is; sign in again and go on.',
        'Administrators see who did what and when under Users and record.',
      ],
    },
    {
      title: 'With the keyboard alone',
      lines: [
        'Tab moves on; the first stop is “Skip to the content”. Enter opens links and buttons.',
        'Enter on the title of a measure moves to the ▸ in the source; Enter on ▸ moves back.',
      ],
    },
  ],
}
