/** Names that mean nothing, and things that nobody uses. */
import type { Definition } from './model.ts'
import { eventsOf, formEntry } from './setting.ts'
import { type Report, texts } from './validate.ts'
import { visitDefinition } from './visit.ts'

export function checkReferences(definition: Definition, report: Report): void {
  const ids = (list: readonly { readonly id: string }[] | undefined) => new Set((list ?? []).map((item) => item.id))
  const known = {
    role: ids(definition.roles),
    track: ids(definition.tracks),
    flag: ids(definition.flags),
    clock: ids(definition.clocks),
    condition: ids(definition.conditions),
    field: ids(definition.fields),
    action: ids(definition.actions),
    register: ids(definition.registers),
    document: ids(definition.documents),
    fact: new Set([...ids(definition.facts), ...ids(definition.fields)]),
  }
  const stages = new Set(definition.tracks.flatMap((track) => track.stages.map((stage) => `${track.id}/${stage.id}`)))
  const used = new Set<string>()
  const need = (kind: keyof typeof known, id: string, path: string) => {
    used.add(`${kind} ${id}`)
    if (!known[kind].has(id)) report('error', `unknown.${kind}`, path, `“${id}”没有定义`, `There is no ${kind} ${id}`)
  }
  const needStage = (track: string, stage: string, path: string) => {
    need('track', track, path)
    if (known.track.has(track) && !stages.has(`${track}/${stage}`))
      report('error', 'unknown.stage', path, `线“${track}”没有阶段“${stage}”`, `The track ${track} has no stage ${stage}`)
  }

  visitDefinition(definition, {
    condition(condition, path) {
      if (condition.is === 'named') need('condition', condition.id, path)
      else if (condition.is === 'stage') for (const stage of condition.in) needStage(condition.track, stage, path)
      else if (condition.is === 'flag') need('flag', condition.flag, path)
      else if (condition.is === 'done') need('action', condition.action, path)
      else if (condition.is === 'role') need('role', condition.role, path)
      else if (condition.is === 'clock') need('clock', condition.clock, path)
    },
    operand(operand, path, scope) {
      if (operand.of === 'fact') need('fact', operand.fact, path)
      else if (operand.of === 'due') need('clock', operand.clock, path)
      else if (operand.of === 'entry' || operand.of === 'entries') need('register', operand.register, path)
      else if (operand.of === 'field') {
        used.add(`fact ${operand.field}`)
        const inForm = !scope
          ? known.field.has(operand.field)
          : 'fields' in scope
            ? scope.fields.includes(operand.field)
            : definition.actions.find((a) => a.id === scope.action)?.form?.some((f) => formEntry(f).id === operand.field)
        if (!inForm)
          report('error', 'unknown.field', path, `“${operand.field}”不在该表单内`, `The field ${operand.field} is not in this form`)
      }
    },
  })

  for (const track of definition.tracks) if (track.initial !== undefined) needStage(track.id, track.initial, `tracks.${track.id}.initial`)
  const events = new Set<string>(known.action)
  for (const action of definition.actions) {
    const path = `actions.${action.id}`
    for (const role of action.by) need('role', role, `${path}.by`)
    for (const entry of action.form ?? []) need('field', formEntry(entry).id, `${path}.form`)
    for (const kind of action.corrects ?? []) need('action', kind, `${path}.corrects`)
    action.effects.forEach((effect, i) => {
      const at = `${path}.effects[${i}]`
      if (effect.do === 'move') needStage(effect.track, effect.to, at)
      else if (effect.do === 'raise' || effect.do === 'lower') need('flag', effect.flag, at)
      else if (effect.do === 'set' || effect.do === 'add') need('fact', effect.fact, at)
      else if (effect.do === 'signal') events.add(effect.event)
      else if (effect.do === 'document') {
        need('document', effect.document, at)
        for (const role of effect.to ?? []) need('role', role, at)
      } else if (effect.do === 'oblige') {
        for (const role of effect.who) need('role', role, at)
        if (effect.clock !== undefined) need('clock', effect.clock, at)
      } else if (effect.do === 'discharge') {
        if (!definition.actions.some((a) => a.effects.some((e) => e.do === 'oblige' && e.obligation === effect.obligation)))
          report('error', 'unknown.obligation', at, `没有义务“${effect.obligation}”`, `Nothing obliges to ${effect.obligation}`)
      } else if (effect.do === 'enter' || effect.do === 'strike') need('register', effect.register, at)
      else if (effect.do === 'notify') for (const role of effect.to) need('role', role, at)
    })
  }
  for (const clock of definition.clocks) {
    const path = `clocks.${clock.id}`
    if (clock.onDue !== undefined) need('action', clock.onDue, `${path}.onDue`)
    if (typeof clock.starts === 'object' && 'after' in clock.starts) need('clock', clock.starts.after, `${path}.starts`)
    for (const event of eventsOf(clock))
      if (!events.has(event)) report('error', 'unknown.event', path, `没有动作或信号“${event}”`, `No action or signal is called ${event}`)
  }
  const heard = new Set(definition.clocks.flatMap((clock) => [...eventsOf(clock)]))
  for (const event of events)
    if (!known.action.has(event) && !heard.has(event))
      report('warning', 'unused.signal', 'actions', `没有期限使用信号“${event}”`, `No clock listens to the signal ${event}`)

  for (const [path, text] of texts(definition)) {
    if (!path.startsWith('titles.') && !path.includes('.effects[')) continue
    for (const name of `${text.zh} ${text.en}`.matchAll(/\{([\w.-]+)\}/g))
      if (!known.fact.has(name[1]!) && !known.clock.has(name[1]!) && name[1] !== 'today' && name[1] !== 'on')
        report(
          'error',
          'unknown.placeholder',
          path,
          `文字中的“{${name[1]}}”没有对应的事实或期限`,
          `{${name[1]}} in a text names no fact or clock`,
        )
  }

  for (const kind of ['condition', 'flag', 'document', 'role'] as const)
    for (const id of known[kind])
      if (!used.has(`${kind} ${id}`)) report('warning', `unused.${kind}`, `${kind}s.${id}`, `“${id}”没有被使用`, `${id} is used nowhere`)
  const inForms = new Set(definition.actions.flatMap((a) => (a.form ?? []).map((f) => formEntry(f).id)))
  for (const id of known.field)
    if (!inForms.has(id)) report('warning', 'unused.field', `fields.${id}`, `没有表单使用“${id}”`, `No form has the field ${id}`)
  for (const flag of known.flag)
    if (!definition.actions.some((a) => a.effects.some((e) => e.do === 'raise' && e.flag === flag)))
      report('error', 'flag.never-raised', `flags.${flag}`, `没有动作竖起标记“${flag}”`, `No action raises the flag ${flag}`)

  for (const migration of definition.migrations ?? []) {
    const path = `migrations.${migration.from}`
    for (const [track, map] of Object.entries(migration.stages ?? {})) for (const to of Object.values(map)) needStage(track, to, path)
    for (const to of Object.values(migration.flags ?? {})) need('flag', to, path)
    for (const to of Object.values(migration.facts ?? {})) need('fact', to, path)
    for (const to of Object.values(migration.clocks ?? {})) need('clock', to, path)
  }
}
