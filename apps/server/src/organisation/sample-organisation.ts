import type { BodyKind, Post } from '../contract/organisation-shapes.ts'

/** The organisation of the sample plans' invented city, written for the product: areas, bodies, people on posts, one task force. */

export const SAMPLE_AREAS = [
  { name: '云岭省', kind: 'province', parent: null },
  { name: '栖川市', kind: 'city', parent: '云岭省' },
  { name: '临川区', kind: 'district', parent: '栖川市' },
  { name: '青石县', kind: 'district', parent: '栖川市' },
  { name: '栖川高新技术产业开发区', kind: 'zone', parent: '栖川市' },
] as const

interface SampleBody {
  readonly name: string
  readonly short: string | null
  readonly kind: BodyKind
  readonly area: string
  readonly departments: readonly string[]
  readonly people: readonly { readonly name: string; readonly post: Post; readonly title: string; readonly department?: string }[]
}

const CITY = '栖川市'
const liaison = (name: string, department?: string) => ({
  name,
  post: 'liaison' as const,
  title: '联络员',
  ...(department === undefined ? {} : { department }),
})
const head = (name: string, title: string) => ({ name, post: 'head' as const, title })

export const SAMPLE_BODIES: readonly SampleBody[] = [
  { name: '栖川市人民政府', short: '市政府', kind: 'government', area: CITY, departments: [], people: [head('陆明远', '市长')] },
  {
    name: '栖川市人民政府办公室',
    short: '市政府办公室',
    kind: 'office',
    area: CITY,
    departments: ['营商环境科', '督查科'],
    people: [{ name: '方若溪', post: 'department-head', title: '科长', department: '营商环境科' }, liaison('何清', '营商环境科')],
  },
  {
    name: '栖川市发展和改革委员会',
    short: '市发展改革委',
    kind: 'department',
    area: CITY,
    departments: ['法规和营商环境科', '信用建设科'],
    people: [head('沈建中', '主任'), liaison('郑小禾', '法规和营商环境科')],
  },
  {
    name: '栖川市市场监督管理局',
    short: '市市场监管局',
    kind: 'department',
    area: CITY,
    departments: ['登记注册科', '知识产权促进科', '信用监管科'],
    people: [
      head('魏东升', '局长'),
      { name: '苏岚', post: 'deputy-head', title: '副局长' },
      liaison('叶知秋', '登记注册科'),
      { name: '钱宇', post: 'member', title: '一级科员', department: '登记注册科' },
    ],
  },
  {
    name: '栖川市自然资源局',
    short: '市自然资源局',
    kind: 'department',
    area: CITY,
    departments: ['不动产登记科'],
    people: [liaison('顾言', '不动产登记科')],
  },
  {
    name: '栖川市住房和城乡建设局',
    short: '市住房城乡建设局',
    kind: 'department',
    area: CITY,
    departments: ['行政审批科'],
    people: [liaison('江一帆', '行政审批科')],
  },
  {
    name: '栖川市人力资源和社会保障局',
    short: '市人力资源社会保障局',
    kind: 'department',
    area: CITY,
    departments: ['就业促进科'],
    people: [liaison('白露', '就业促进科')],
  },
  { name: '栖川市司法局', short: '市司法局', kind: 'department', area: CITY, departments: ['法治督察科'], people: [liaison('尹正')] },
  { name: '栖川市大数据局', short: '市大数据局', kind: 'department', area: CITY, departments: ['数据共享科'], people: [liaison('石磊')] },
  {
    name: '国家税务总局栖川市税务局',
    short: '市税务局',
    kind: 'vertical',
    area: CITY,
    departments: ['纳税服务科'],
    people: [liaison('林可', '纳税服务科')],
  },
  {
    name: '栖川市中级人民法院',
    short: '市法院',
    kind: 'court',
    area: CITY,
    departments: ['民事审判第二庭', '执行局'],
    people: [liaison('夏至', '民事审判第二庭')],
  },
  {
    name: '临川区人民政府',
    short: '区政府',
    kind: 'government',
    area: '临川区',
    departments: ['区营商环境工作专班'],
    people: [liaison('罗春')],
  },
  { name: '青石县人民政府', short: '县政府', kind: 'government', area: '青石县', departments: [], people: [liaison('高峻')] },
  {
    name: '栖川高新技术产业开发区管理委员会',
    short: '高新区管委会',
    kind: 'government',
    area: '栖川高新技术产业开发区',
    departments: ['企业服务局'],
    people: [],
  },
]

/** Commanders by domain. */
export const SAMPLE_DOMAINS = [
  { domain: '开办企业领域', commander: '唐一鸣', deputy: '魏东升' },
  { domain: '获得电力领域', commander: '韩松', deputy: '沈建中' },
  { domain: '不动产登记领域', commander: '韩松', deputy: null },
  { domain: '办理破产领域', commander: '卢静', deputy: null },
] as const

export const SAMPLE_TASK_FORCE = {
  name: '企业开办和准入专班',
  domains: ['开办企业领域'],
  note: '每周五例会',
  bodies: ['栖川市市场监督管理局', '国家税务总局栖川市税务局', '栖川市大数据局'],
  people: [
    { name: '唐一鸣', post: 'commander', title: '专班召集人' },
    { name: '叶知秋', post: 'member', title: '成员' },
    { name: '林可', post: 'member', title: '成员' },
  ],
} as const
