import { beforeAll, describe, expect, it } from 'vitest'
import { advance, clerk, creditor, entry, firm, judge, server, TODAY } from './register-stage.ts'
import { PASSWORD, type Person } from './running-server.ts'

/** Choosing otherwise than by draw, and evaluating the work: on the stage of the registers, which the caller opens. */
export function choosing(): void {
  describe('competition and recommendation', () => {
    const three = async () => [await entry(), await entry(), await entry()].map((e) => e.id as string)
    const members: Person[] = []
    const logins = Array.from({ length: 7 }, (_, i) => ({ login: `member-${i}` }))
    beforeAll(async () => {
      for (const { login } of logins) members.push(await server.user(login, 'viewer'))
    })

    it('needs three competitors and seven members, and half of all of them', async () => {
      const competitors = await three()
      const open = (more: object) =>
        clerk.ask('POST', '/api/choices', {
          method: 'competitive',
          kind: 'administrators',
          title: '锦程纺织重整案管理人',
          competitors,
          members: logins,
          ...more,
        })
      expect((await open({ competitors: competitors.slice(1), members: logins.slice(1) })).json.detail).toBe(
        '参与竞争的不得少于 3 家，现有 2 家；评审委员会不得少于 7 人，现有 6 人',
      )
      const choice = (await open({})).json
      const url = `/api/choices/${choice.id}`
      const scores = (of: string[]) => Object.fromEntries(of.map((id, i) => [id, 90 - i * 10]))
      const ballot = (i: number, pick: string | null) =>
        members[i]!.ask('POST', `${url}/ballots`, { choice: pick, scores: scores(competitors) })
      await members[6]!.json('POST', `${url}/recusals`, { reason: '与申请人合伙人系近亲属' })
      expect((await ballot(6, competitors[0]!)).json.detail).toContain('已回避')
      expect((await clerk.ask('POST', `${url}/ballots`, { choice: null, scores: scores(competitors) })).json.detail).toContain(
        '不是本次评审委员',
      )
      for (const i of [0, 1, 2, 3]) expect((await ballot(i, competitors[0]!)).status).toBe(200)
      expect((await ballot(0, competitors[0]!)).json.detail).toContain('已提交')
      expect((await members[4]!.get(url)).json.ballots).toBeNull()
      const version = (await clerk.get(url)).json.version
      const closed = await clerk.json('POST', `${url}/close`, { version })
      expect(closed).toMatchObject({ status: 'chosen', result: { needed: 4, members: 7 }, standing: { entry: competitors[0] } })
      expect(closed.ballots).toHaveLength(4)
      const declined = await clerk.json('POST', `${url}/responses`, { accepts: false, reason: '与债权人存在利益冲突' })
      expect(declined.standing.entry).toBe(competitors[1])
      await clerk.json('POST', `${url}/responses`, { accepts: true, interests: { has: false } })
      expect((await clerk.json('POST', `${url}/appointment`, { reason: '经竞争选任' })).status).toBe('appointed')
      expect((await clerk.get(`/api/register-entries/${competitors[1]}`)).json.appointments[0].method).toBe('competitive')
    })

    it('three votes of seven choose nobody', async () => {
      const competitors = await three()
      const choice = await clerk.json('POST', '/api/choices', {
        method: 'competitive',
        kind: 'administrators',
        title: '另一案',
        competitors,
        members: logins,
      })
      const scores = Object.fromEntries(competitors.map((id) => [id, 80]))
      for (const i of [0, 1, 2]) await members[i]!.json('POST', `/api/choices/${choice.id}/ballots`, { choice: competitors[0], scores })
      const { version } = (await clerk.get(`/api/choices/${choice.id}`)).json
      const closed = await clerk.json('POST', `/api/choices/${choice.id}/close`, { version })
      expect([closed.status, closed.result.notes[0].code]).toEqual(['failed', 'review.no-majority'])
    })

    it('main creditors recommend with more than half of the claims, the court examines', async () => {
      const made = await entry()
      const open = (amount: number) =>
        clerk.ask('POST', '/api/choices', {
          method: 'recommended',
          kind: 'administrators',
          title: '永泰建材管理人',
          entry: made.id,
          recommenders: [{ name: '栖川农村商业银行', amount }],
          whole: 1000,
        })
      expect((await open(500)).json.detail).toContain('超过债权总额的 1/2')
      const choice = (await open(501)).json
      expect(choice.may).toEqual(['examine'])
      const examined = await judge.json('POST', `/api/choices/${choice.id}/examination`, {
        version: 1,
        accepts: true,
        reason: '没有利害关系',
      })
      expect(examined).toMatchObject({ status: 'chosen', standing: { entry: made.id }, may: ['respond'] })
    })
  })

  describe('evaluations', () => {
    const items = ['taking-over', 'claims', 'estate', 'time', 'reports', 'cost']
    const evidenceOf = async (who: Person) => {
      const form = new FormData()
      form.append('file', new Blob(['逾期记录']), '逾期记录.txt')
      return (await who.json('POST', '/api/attachments', form)).id as string
    }
    async function evaluated(entryId: string, score: number, only = items) {
      const opened = await clerk.json('POST', `/api/register-entries/${entryId}/evaluations`, { caseTitle: '（2023）云99破9号' })
      const evidence = score < 60 ? [await evidenceOf(judge)] : []
      for (const item of only)
        await judge.json('POST', `/api/evaluations/${opened.id}/scores`, { item, role: 'judge', score, reason: '见卷宗', evidence })
      const { version } = (await clerk.get(`/api/evaluations/${opened.id}`)).json
      return clerk.ask('POST', `/api/evaluations/${opened.id}/publish`, { version })
    }

    it('are scored with evidence, published when enough is covered, and bear on grade and weight', async () => {
      const made = await entry()
      expect((await evaluated(made.id, 95, ['estate'])).json.detail).toContain('不足 60%')
      for (const score of [95, 92, 94]) expect((await evaluated(made.id, score)).json.status).toBe('published')
      const shown = (await clerk.get(`/api/register-entries/${made.id}`)).json
      expect(shown).toMatchObject({ mean: { total: 9366, count: 3 }, weight: 120, proposal: { direction: 'up', to: { id: 'first' } } })
      const graded = await judge.json('POST', `/api/register-entries/${made.id}/decisions`, {
        version: shown.version,
        type: 'grade',
        grade: 'first',
        on: TODAY,
        reason: shown.proposal.why.zh,
      })
      expect(graded).toMatchObject({ weight: 140, workload: 12, proposal: null })
    })

    it('an entry appeals in time; meanwhile the evaluation does not count; who scored does not decide', async () => {
      const made = await entry()
      await clerk.json('PATCH', `/api/register-entries/${made.id}`, { account: 'firm' })
      const published = (await evaluated(made.id, 40)).json
      const url = `/api/evaluations/${published.id}`
      expect((await clerk.get(`/api/register-entries/${made.id}`)).json).toMatchObject({ weight: 60, proposal: { to: { id: 'third' } } })
      const seen = (await firm.get(url)).json
      expect([seen.may, seen.scores[0].by, seen.scores[0].evidence[0].name]).toEqual([['appeal'], '', '逾期记录.txt'])
      expect((await firm.bytes(`${url}/evidence/${seen.scores[0].evidence[0].id}`)).status).toBe(200)
      expect((await creditor.bytes(`${url}/evidence/${seen.scores[0].evidence[0].id}`)).status).toBe(404)
      expect((await creditor.ask('POST', `${url}/appeals`, { version: seen.version, grounds: '不服' })).json.code).toBe('permission.denied')
      const appealed = await firm.json('POST', `${url}/appeals`, { version: seen.version, grounds: '期限因鉴定中止，没有逾期' })
      expect(appealed).toMatchObject({ status: 'appealed', appeals: [{ decideBy: '2023-09-08' }] })
      expect((await clerk.get(`/api/register-entries/${made.id}`)).json).toMatchObject({ mean: null, weight: 100, proposal: null })
      const decision = { version: appealed.version, outcome: 'reopened', reason: '期限项目应重新评价', drop: ['time'] }
      expect((await judge.ask('POST', `${url}/appeals/decision`, decision)).json.detail).toContain('参与评分的人不能处理')
      expect((await clerk.ask('POST', `${url}/appeals/decision`, { ...decision, drop: [] })).json.code).toBe('evaluation.refused')
      const reopened = await clerk.json('POST', `${url}/appeals/decision`, decision)
      expect([reopened.status, reopened.result.missing]).toEqual(['open', ['time']])
      await clerk.json('PATCH', `/api/register-entries/${made.id}`, { account: null })
    })

    it('a low score needs evidence of one’s own, and the time for an appeal ends', async () => {
      const made = await entry()
      const { id } = await clerk.json('POST', `/api/register-entries/${made.id}/evaluations`, { caseTitle: '某案' })
      const score = (body: object, who = judge) =>
        who.ask('POST', `/api/evaluations/${id}/scores`, { item: 'time', role: 'judge', score: 30, reason: '逾期', ...body })
      expect((await score({})).json.detail).toContain('须附证据')
      expect((await score({ evidence: [await evidenceOf(clerk)] })).json.code).toBe('attachment.refused')
      expect((await score({ role: 'creditor' })).json.code).toBe('evaluation.refused')
      expect((await score({}, creditor)).json.code).toBe('evaluation.not-found')
      expect((await score({ evidence: [await evidenceOf(judge)] })).status).toBe(200)
      expect((await score({ score: 80, evidence: [] })).json.detail).toContain('已评价过')
      await clerk.json('PATCH', `/api/register-entries/${made.id}`, { account: 'firm' })
      const late = (await evaluated(made.id, 70)).json
      advance(16 * 24 * 60)
      await firm.signIn('firm', PASSWORD)
      const appeal = await firm.ask('POST', `/api/evaluations/${late.id}/appeals`, { version: late.version, grounds: '不服评价' })
      expect(appeal.json).toMatchObject({ code: 'evaluation.refused', detail: '异议期已于2023-09-04届满' })
    })
  })
}
