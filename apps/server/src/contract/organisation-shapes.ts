import { z } from 'zod'
import { ImportFinding } from './forms.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** What the interface says about the organisation: areas, bodies, posts, task forces, delegation, names in plans. */

export const AREA_KINDS = {
  province: { zh: '省级', en: 'Province' },
  city: { zh: '市级', en: 'City' },
  district: { zh: '区县级', en: 'District or county' },
  town: { zh: '镇街级', en: 'Town' },
  zone: { zh: '功能区', en: 'Development zone' },
} as const
export type AreaKind = keyof typeof AREA_KINDS

export const BODY_KINDS = {
  government: { zh: '人民政府、管委会', en: 'Government' },
  office: { zh: '办公室（营转办）', en: 'Office' },
  department: { zh: '部门', en: 'Department of a government' },
  institution: { zh: '事业单位', en: 'Public institution' },
  court: { zh: '法院', en: 'Court' },
  procuratorate: { zh: '检察院', en: 'Procuratorate' },
  vertical: { zh: '垂直管理单位', en: 'Branch of a higher body' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  association: { zh: '群团、协会', en: 'Association' },
  other: { zh: '其他', en: 'Other' },
} as const
export type BodyKind = keyof typeof BODY_KINDS

export const POSTS = {
  commander: { zh: '总指挥', en: 'Commander' },
  'deputy-commander': { zh: '副总指挥', en: 'Deputy commander' },
  head: { zh: '主要负责人', en: 'Head' },
  'deputy-head': { zh: '分管领导', en: 'Deputy head' },
  'department-head': { zh: '科室负责人', en: 'Head of a department' },
  liaison: { zh: '联络员', en: 'Liaison officer' },
  member: { zh: '成员', en: 'Member' },
} as const
export type Post = keyof typeof POSTS

const keysOf = <T extends Record<string, unknown>>(record: T) => Object.keys(record) as [keyof T & string, ...(keyof T & string)[]]
const name = z.string().trim().min(1).max(100)
const AreaKindId = z.enum(keysOf(AREA_KINDS))
const BodyKindId = z.enum(keysOf(BODY_KINDS))
export const PostId = z
  .enum(keysOf(POSTS))
  .describe('总指挥 and 副总指挥 of a domain or a task force; the others in a body or a task force')

export const Area = z
  .strictObject({
    id: Id,
    name: z.string(),
    kind: AreaKindId,
    parentId: Id.nullable(),
    position: z.int(),
    closedOn: PlainDate.nullable(),
  })
  .meta({ id: 'Area' })
export type Area = z.output<typeof Area>

export const BodySummary = z
  .strictObject({
    id: Id,
    name: z.string(),
    shortName: z.string().nullable(),
    kind: BodyKindId,
    areaId: Id,
    parentId: Id.nullable().describe('The body that it belongs to'),
    validFrom: PlainDate,
    validUntil: PlainDate.nullable().describe('Last day; null while it exists'),
    successorId: Id.nullable().describe('What took it over'),
    position: z.int(),
    departments: z.int().describe('How many it has now'),
    liaisons: z.array(z.string()).describe('Names of its liaison officers of today'),
  })
  .meta({ id: 'BodySummary' })
export type BodySummary = z.output<typeof BodySummary>

export const Department = z
  .strictObject({ id: Id, bodyId: Id, name: z.string(), position: z.int(), closedOn: PlainDate.nullable() })
  .meta({ id: 'Department' })
export type Department = z.output<typeof Department>

const named = z.strictObject({ id: Id, name: z.string() }).nullable()
export const Membership = z
  .strictObject({
    id: Id,
    person: z.strictObject({ id: Id, login: z.string(), displayName: z.string(), disabled: z.boolean() }),
    post: PostId,
    title: z.string().nullable().describe('What the person is called there'),
    body: named,
    department: named,
    taskForce: named,
    domain: z.string().nullable().describe('领域 commanded'),
    from: PlainDate,
    until: PlainDate.nullable().describe('Last day; null while it lasts'),
    current: z.boolean().describe('Today lies within'),
  })
  .describe('Somebody on a post, over time')
  .meta({ id: 'Membership' })
export type Membership = z.output<typeof Membership>

export const TaskForce = z
  .strictObject({
    id: Id,
    name: z.string(),
    domains: z.array(z.string()),
    note: z.string().nullable(),
    from: PlainDate,
    until: PlainDate.nullable(),
    bodies: z.array(z.strictObject({ id: Id, name: z.string() })),
    members: z.array(Membership).describe('Those of today first'),
  })
  .describe('专班')
  .meta({ id: 'TaskForce' })
export type TaskForce = z.output<typeof TaskForce>

export const BodyGroup = z
  .strictObject({ id: Id, name: z.string(), bodies: z.array(z.strictObject({ id: Id, name: z.string() })) })
  .describe('Several bodies under one name')
  .meta({ id: 'BodyGroup' })
export type BodyGroup = z.output<typeof BodyGroup>

export const Organisation = z
  .strictObject({
    areas: z.array(Area),
    bodies: z.array(BodySummary).describe('Those that exist, in order; with `ended=true` the former ones too'),
    groups: z.array(BodyGroup),
    unitsToConfirm: z.int().describe('Names in plans that nobody has confirmed'),
  })
  .meta({ id: 'Organisation' })
export type Organisation = z.output<typeof Organisation>

export const Command = z
  .strictObject({
    domains: z.array(z.strictObject({ domain: z.string(), commanders: z.array(Membership), taskForces: z.array(Id) })),
    taskForces: z.array(TaskForce),
  })
  .describe('总指挥 by domain, and the task forces')
  .meta({ id: 'Command' })
export type Command = z.output<typeof Command>

export const Alias = z
  .strictObject({
    id: Id,
    text: z.string(),
    body: named,
    group: named,
    confirmedBy: Person,
    confirmedAt: Instant,
  })
  .describe('A name in plans with what it stands for; neither: nobody of this organisation')
  .meta({ id: 'Alias' })
export type Alias = z.output<typeof Alias>

export const BodyDetail = z
  .strictObject({
    body: BodySummary,
    area: Area,
    parent: named,
    successor: named,
    below: z.array(z.strictObject({ id: Id, name: z.string() })),
    departments: z.array(Department),
    members: z.array(Membership).describe('Those of today first, then the former ones, newest first'),
    aliases: z.array(Alias),
  })
  .meta({ id: 'BodyDetail' })
export type BodyDetail = z.output<typeof BodyDetail>

export const NewArea = z
  .strictObject({ name, kind: AreaKindId, parentId: Id.nullable().default(null), position: z.int().min(0).max(100_000).default(0) })
  .meta({ id: 'NewArea' })
export const AreaChange = z
  .strictObject({
    name: name.optional(),
    kind: AreaKindId.optional(),
    parentId: Id.nullable().optional(),
    position: z.int().min(0).max(100_000).optional(),
    closedOn: PlainDate.nullable().optional(),
  })
  .meta({ id: 'AreaChange' })

const bodyFields = {
  name,
  shortName: z.string().trim().min(1).max(60).nullable(),
  kind: BodyKindId,
  areaId: Id,
  parentId: Id.nullable(),
  validFrom: PlainDate,
  position: z.int().min(0).max(100_000),
}
export const NewBody = z
  .strictObject({
    ...bodyFields,
    shortName: bodyFields.shortName.default(null),
    parentId: bodyFields.parentId.default(null),
    validFrom: PlainDate.optional().describe('Today when left out'),
    position: bodyFields.position.default(0),
  })
  .meta({ id: 'NewBody' })
export const BodyChange = z
  .strictObject({
    ...z.strictObject(bodyFields).partial().shape,
    validUntil: PlainDate.nullable().optional(),
    successorId: Id.nullable().optional(),
  })
  .meta({ id: 'BodyChange' })

export const NewDepartment = z.strictObject({ name, position: z.int().min(0).max(100_000).default(0) }).meta({ id: 'NewDepartment' })
export const DepartmentChange = z
  .strictObject({ name: name.optional(), position: z.int().min(0).max(100_000).optional(), closedOn: PlainDate.nullable().optional() })
  .meta({ id: 'DepartmentChange' })

export const NewMembership = z
  .strictObject({
    userId: Id,
    post: PostId,
    title: z.string().trim().min(1).max(60).nullable().default(null),
    bodyId: Id.nullable().default(null),
    departmentId: Id.nullable().default(null),
    taskForceId: Id.nullable().default(null),
    domain: name.nullable().default(null),
    from: PlainDate.optional().describe('Today when left out'),
    until: PlainDate.nullable().default(null),
  })
  .describe('Gives the person the role that the post needs, where they do not have it')
  .meta({ id: 'NewMembership' })
export const MembershipChange = z
  .strictObject({
    title: z.string().trim().min(1).max(60).nullable().optional(),
    from: PlainDate.optional(),
    until: PlainDate.nullable().optional(),
  })
  .meta({ id: 'MembershipChange' })

const domains = z.array(name).max(50)
const bodyIds = z.array(Id).max(500)
export const NewTaskForce = z
  .strictObject({
    name,
    domains: domains.default([]),
    note: z.string().trim().max(500).nullable().default(null),
    from: PlainDate.optional(),
    bodyIds: bodyIds.default([]),
  })
  .meta({ id: 'NewTaskForce' })
export const TaskForceChange = z
  .strictObject({
    name: name.optional(),
    domains: domains.optional(),
    note: z.string().trim().max(500).nullable().optional(),
    from: PlainDate.optional(),
    until: PlainDate.nullable().optional().describe('The last day; posts in it end with it'),
    bodyIds: bodyIds.optional(),
  })
  .meta({ id: 'TaskForceChange' })

export const GroupChange = z
  .strictObject({ name: name.optional(), bodyIds: z.array(Id).min(1).max(500).optional() })
  .meta({ id: 'BodyGroupChange' })

export const Dependants = z
  .strictObject({
    items: z.array(
      z.strictObject({
        what: z.enum(['area', 'body', 'post', 'step', 'domain', 'alias']),
        effect: z.enum(['blocks', 'ends', 'stays']).describe('blocks: must go first; ends: ends with it; stays: needs somebody else then'),
        count: z.int(),
        names: z.array(z.string()).describe('At most 20'),
      }),
    ),
  })
  .describe('What hangs on something that is to be closed')
  .meta({ id: 'Dependants' })
export type Dependants = z.output<typeof Dependants>

export const Delegation = z
  .strictObject({
    id: Id,
    from: Person,
    to: Person,
    membership: z.string().nullable().describe('The one post that is delegated, in words; null: all of them'),
    fromDay: PlainDate,
    untilDay: PlainDate,
    reason: z.string(),
    madeBy: Person,
    madeAt: Instant,
    revokedAt: Instant.nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Delegation' })
export type Delegation = z.output<typeof Delegation>
export const NewDelegation = z
  .strictObject({
    fromUserId: Id.optional().describe('Whose posts; the caller’s own when left out. For the office alone'),
    toUserId: Id,
    membershipId: Id.nullable().default(null),
    fromDay: PlainDate,
    untilDay: PlainDate,
    reason: z.string().trim().min(1).max(200),
  })
  .meta({ id: 'NewDelegation' })

export const OrganisationPerson = z
  .strictObject({
    id: Id,
    login: z.string(),
    displayName: z.string(),
    posts: z.array(z.string()).describe('Of today, in words'),
  })
  .meta({ id: 'OrganisationPerson' })
export type OrganisationPerson = z.output<typeof OrganisationPerson>

const Suggestion = z.strictObject({
  rule: z.enum(['confirmed', 'name', 'short-name', 'normalised', 'successor', 'collective', 'abbreviation']),
  bodies: z.array(z.strictObject({ id: Id, name: z.string() })),
  groupId: Id.nullable(),
})
export const UnitInPlans = z
  .strictObject({
    text: z.string(),
    measures: z.int().describe('Measures of all plans that name it'),
    collective: z.boolean(),
    suggestions: z.array(Suggestion).describe('Best first'),
  })
  .meta({ id: 'UnitInPlans' })
export type UnitInPlans = z.output<typeof UnitInPlans>

export const UnitConfirmation = z
  .strictObject({
    text: z.string().trim().min(1).max(200),
    bodyId: Id.optional(),
    groupId: Id.optional(),
    bodyIds: z.array(Id).min(1).max(500).optional().describe('Makes a group of these, named by the text'),
    nobody: z.literal(true).optional().describe('The name is nobody of this organisation'),
  })
  .refine(
    (c) => [c.bodyId, c.groupId, c.bodyIds, c.nobody].filter((one) => one !== undefined).length === 1,
    '须且只须指明一种含义 Exactly one meaning must be given',
  )
export const UnitConfirmations = z.strictObject({ items: z.array(UnitConfirmation).min(1).max(500) }).meta({ id: 'UnitConfirmations' })

export const MyScope = z
  .strictObject({
    standing: z.enum(['office', 'reader', 'posted', 'outsider', 'system']),
    bodies: z.array(z.strictObject({ id: Id, name: z.string() })).describe('Acts for'),
    reads: z.array(Id),
    departments: z.array(Id),
    domains: z.array(z.string()),
    readsDomains: z.array(z.string()),
    taskForces: z.array(z.strictObject({ id: Id, name: z.string() })),
    posts: z.array(Membership).describe('The caller’s own posts of today'),
    delegated: z.array(Delegation).describe('To the caller and by the caller, of today and later'),
  })
  .meta({ id: 'MyScope' })
export type MyScope = z.output<typeof MyScope>

export const OrganisationImport = z
  .strictObject({
    dryRun: z.boolean(),
    sheets: z.array(
      z.strictObject({
        sheet: z.string(),
        rows: z.int(),
        created: z.int(),
        changed: z.int(),
        unchanged: z.int(),
      }),
    ),
    invited: z
      .array(z.strictObject({ login: z.string(), displayName: z.string(), oneTimePassword: z.string().nullable() }))
      .describe('Accounts that the import makes; a password only with `passwords=true`, shown now alone'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'OrganisationImport' })
export type OrganisationImport = z.output<typeof OrganisationImport>

export const OrganisationChange = z
  .strictObject({
    id: Id,
    at: Instant,
    by: Person,
    zh: z.string(),
    en: z.string(),
    name: z.string().describe('Of what was changed'),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'OrganisationChange' })
export const OrganisationHistory = pageOf(OrganisationChange).meta({ id: 'OrganisationHistory' })
export type OrganisationHistory = z.output<typeof OrganisationHistory>
export const HistoryQuery = PageQuery.extend({
  subject: Id.optional().describe('Of one area, body, post …; of a body with its departments and posts'),
})
