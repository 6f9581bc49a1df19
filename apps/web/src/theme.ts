import type { ThemeConfig } from 'antd'

/**
 * Colours, type and density of the pages. Ink blue on white; a gold that marks only what needs an eye.
 * Every pair of text and ground below is at least 4.5 : 1 (WCAG 1.4.3), which antd's own secondary, description and placeholder
 * colours are not.
 */
export const ink = {
  bar: '#0f2747',
  primary: '#1a4b8c',
  primaryHover: '#2560ab',
  text: '#17212f',
  secondary: '#48566a',
  tertiary: '#5a6779',
  line: '#d5dce6',
  ground: '#f3f5f9',
  paper: '#fffdf8',
  good: '#1c6b3c',
  warn: '#8a5300',
  bad: '#b3261e',
} as const

export const fontFamily =
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Source Han Sans SC', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, -apple-system, 'Segoe UI', sans-serif"

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ink.primary,
    colorInfo: ink.primary,
    colorLink: ink.primary,
    colorLinkHover: ink.primaryHover,
    colorSuccess: ink.good,
    colorWarning: ink.warn,
    colorError: ink.bad,
    colorText: ink.text,
    colorTextSecondary: ink.secondary,
    colorTextTertiary: ink.tertiary,
    colorTextDescription: ink.tertiary,
    colorTextQuaternary: '#667284',
    colorTextPlaceholder: '#667284',
    colorIcon: ink.tertiary,
    colorBorder: '#b9c3d1',
    colorBorderSecondary: ink.line,
    colorBgLayout: ink.ground,
    fontFamily,
    fontSize: 15,
    borderRadius: 5,
    controlHeight: 36,
    wireframe: false,
  },
  components: {
    Table: { headerBg: '#eef2f8', headerColor: ink.text, cellPaddingBlock: 11, cellPaddingInline: 12, rowHoverBg: '#f5f8fc' },
    Form: { labelColor: ink.text },
    Modal: { titleFontSize: 17 },
    Tabs: { itemColor: ink.secondary },
    Segmented: { itemColor: ink.secondary },
  },
}

/** Colours of the highlighted words of a source text, by kind of field: ground and underline, text stays `ink.text`. */
export const highlight = {
  title: { ground: '#e3eaf5', line: '#1a4b8c' },
  lead: { ground: '#dcebff', line: '#1f5fb4' },
  responsible: { ground: '#e2f3f1', line: '#147368' },
  person: { ground: '#f1e8fb', line: '#7445ad' },
  milestone: { ground: '#fdeecd', line: '#96600a' },
  recurring: { ground: '#fdf4d8', line: '#7d6a12' },
  target: { ground: '#fde3df', line: '#b23a26' },
  condition: { ground: '#e9ecf0', line: '#5a6779' },
} as const

export type HighlightKind = keyof typeof highlight
