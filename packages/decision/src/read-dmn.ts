/**
 * A `.dmn` file → {@link DecisionModel}. Reads every DMN version from 1.1 to 1.5; elements that carry no logic (diagrams, documentation) are passed over.
 */
import type {
  Aggregator,
  Decision,
  DecisionModel,
  Expression,
  FunctionDefinition,
  HitPolicy,
  ItemType,
  Knowledge,
  Reference,
} from './model.ts'
import { child, children, parseXml, textOf, type XmlNode } from './xml.ts'

/** Why a file is no decision model. */
export interface DmnRefusal {
  readonly code: 'decision.not-xml' | 'decision.not-dmn' | 'decision.hit-policy'
  readonly zh: string
  readonly en: string
}

export type DmnResult = { readonly ok: true; readonly model: DecisionModel } | { readonly ok: false; readonly refusal: DmnRefusal }

const POLICIES = new Set<string>(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'])
const EXPRESSIONS = new Set([
  'literalExpression',
  'decisionTable',
  'context',
  'invocation',
  'list',
  'relation',
  'functionDefinition',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
])

const name = (node: XmlNode) => (node.attributes.name ?? '').trim().replace(/\s+/g, ' ')
const typeRef = (node: XmlNode | undefined): string | null =>
  node?.attributes.typeRef?.trim() ?? child(node, 'typeRef')?.text.trim() ?? null
const expressionIn = (node: XmlNode | undefined): Expression | null => {
  const found = node?.children.find((c) => EXPRESSIONS.has(c.name))
  return found ? readExpression(found) : null
}
const EMPTY: Expression = { kind: 'literal', text: 'null', typeRef: null }
const branch = (node: XmlNode, tag: string): Expression => expressionIn(child(node, tag)) ?? EMPTY

function reference(href: string | undefined): Reference {
  const [namespace = '', id = ''] = (href ?? '').split('#')
  return { namespace, id }
}

function readTable(node: XmlNode): Expression {
  const rules = children(node, 'rule')
  const hitPolicy = (node.attributes.hitPolicy ?? 'UNIQUE').trim().toUpperCase()
  if (!POLICIES.has(hitPolicy)) throw new UnknownHitPolicy(hitPolicy)
  return {
    kind: 'table',
    id: node.attributes.id ?? '',
    hitPolicy: hitPolicy as HitPolicy,
    aggregator: (node.attributes.aggregation?.trim().toUpperCase() as Aggregator | undefined) ?? null,
    inputs: children(node, 'input').map((input) => {
      const expression = child(input, 'inputExpression')
      const text = textOf(expression) ?? 'null'
      return { label: input.attributes.label ?? text, text, typeRef: typeRef(expression), allowed: textOf(child(input, 'inputValues')) }
    }),
    outputs: children(node, 'output').map((output) => ({
      name: output.attributes.name ?? '',
      label: output.attributes.label ?? output.attributes.name ?? node.attributes.outputLabel ?? '',
      typeRef: typeRef(output),
      allowed: textOf(child(output, 'outputValues')),
      fallback: textOf(child(output, 'defaultOutputEntry')),
    })),
    rules: rules.map((rule) => ({
      id: rule.attributes.id ?? '',
      tests: children(rule, 'inputEntry').map((entry) => textOf(entry) ?? '-'),
      results: children(rule, 'outputEntry').map((entry) => textOf(entry) ?? 'null'),
      annotations: children(rule, 'annotationEntry').map((entry) => textOf(entry) ?? ''),
      description: child(rule, 'description')?.text.trim() || null,
    })),
    annotations: children(node, 'annotation').map((a) => a.attributes.name ?? ''),
  }
}

class UnknownHitPolicy extends Error {}

function readFunction(node: XmlNode): FunctionDefinition {
  const language = node.attributes.kind ?? 'FEEL'
  return {
    kind: 'function',
    language: language === 'Java' || language === 'PMML' ? language : 'FEEL',
    parameters: children(node, 'formalParameter').map((p) => ({ name: name(p), typeRef: typeRef(p) })),
    body: expressionIn(node),
    typeRef: typeRef(node),
  }
}

function readExpression(node: XmlNode): Expression {
  switch (node.name) {
    case 'decisionTable':
      return readTable(node)
    case 'context':
      return {
        kind: 'context',
        typeRef: typeRef(node),
        entries: children(node, 'contextEntry').map((entry) => {
          const variable = child(entry, 'variable')
          return { name: variable ? name(variable) : null, typeRef: typeRef(variable), expression: expressionIn(entry) }
        }),
      }
    case 'invocation':
      return {
        kind: 'invocation',
        callee: expressionIn({ ...node, children: node.children.filter((c) => c.name !== 'binding') }) ?? EMPTY,
        bindings: children(node, 'binding').map((binding) => ({
          name: name(child(binding, 'parameter') ?? binding),
          expression: expressionIn(binding),
        })),
      }
    case 'list':
      return { kind: 'list', items: node.children.filter((c) => EXPRESSIONS.has(c.name)).map(readExpression) }
    case 'relation':
      return {
        kind: 'relation',
        columns: children(node, 'column').map(name),
        rows: children(node, 'row').map((row) => row.children.filter((c) => EXPRESSIONS.has(c.name)).map(readExpression)),
      }
    case 'functionDefinition':
      return readFunction(node)
    case 'conditional':
      return { kind: 'conditional', test: branch(node, 'if'), yes: branch(node, 'then'), no: branch(node, 'else') }
    case 'filter':
      return { kind: 'filter', source: branch(node, 'in'), match: branch(node, 'match') }
    case 'for':
    case 'some':
    case 'every':
      return {
        kind: 'iterate',
        mode: node.name,
        variable: node.attributes.iteratorVariable ?? '',
        source: branch(node, 'in'),
        body: branch(node, node.name === 'for' ? 'return' : 'satisfies'),
      }
    default:
      return { kind: 'literal', text: textOf(node) ?? 'null', typeRef: typeRef(node) }
  }
}

function readType(node: XmlNode): ItemType {
  return {
    name: name(node),
    typeRef: child(node, 'typeRef')?.text.trim() ?? null,
    isCollection: node.attributes.isCollection === 'true',
    allowed: textOf(child(node, 'allowedValues')) ?? textOf(child(node, 'typeConstraint')),
    components: children(node, 'itemComponent').map(readType),
    isFunction: child(node, 'functionItem') !== undefined,
  }
}

function requirements(node: XmlNode): Reference[] {
  return node.children
    .filter((c) => c.name === 'informationRequirement' || c.name === 'knowledgeRequirement')
    .flatMap((c) => c.children.filter((r) => r.name.startsWith('required')).map((r) => reference(r.attributes.href)))
}

/** Reads a model. Refuses text that is not XML, not DMN, or names a hit policy that DMN does not know. */
export function readDmn(text: string): DmnResult {
  const parsed = parseXml(text)
  if (!parsed.ok)
    return {
      ok: false,
      refusal: {
        code: 'decision.not-xml',
        zh: `文件不是有效的 XML：${parsed.message}。请用 DMN 编辑器重新导出。`,
        en: `The file is not well-formed XML: ${parsed.message}.`,
      },
    }
  const root = parsed.root
  if (root.name !== 'definitions')
    return {
      ok: false,
      refusal: {
        code: 'decision.not-dmn',
        zh: `文件的根元素是 ${root.name}，不是 DMN 的 definitions。`,
        en: `The root element is ${root.name}, not DMN definitions.`,
      },
    }
  try {
    return { ok: true, model: readDefinitions(root) }
  } catch (error) {
    if (error instanceof UnknownHitPolicy)
      return {
        ok: false,
        refusal: {
          code: 'decision.hit-policy',
          zh: `决策表的命中策略“${error.message}”不是 DMN 所定义的。`,
          en: `Hit policy “${error.message}” is not one of DMN.`,
        },
      }
    throw error
  }
}

function readDefinitions(root: XmlNode): DecisionModel {
  const variableType = (node: XmlNode) => typeRef(child(node, 'variable'))
  const references = (node: XmlNode, tag: string) => children(node, tag).map((r) => reference(r.attributes.href))
  return {
    name: name(root),
    namespace: root.attributes.namespace ?? '',
    imports: children(root, 'import').map((i) => ({ name: name(i), namespace: i.attributes.namespace ?? '' })),
    types: children(root, 'itemDefinition').map(readType),
    inputs: children(root, 'inputData').map((i) => ({ id: i.attributes.id ?? '', name: name(i), typeRef: variableType(i) })),
    decisions: children(root, 'decision').map(
      (d): Decision => ({
        id: d.attributes.id ?? '',
        name: name(d),
        typeRef: variableType(d),
        question: child(d, 'question')?.text.trim() || null,
        description: child(d, 'description')?.text.trim() || null,
        requires: requirements(d),
        expression: expressionIn(d),
      }),
    ),
    knowledge: children(root, 'businessKnowledgeModel').map((k): Knowledge => {
      const logic = child(k, 'encapsulatedLogic')
      return {
        id: k.attributes.id ?? '',
        name: name(k),
        typeRef: variableType(k),
        requires: requirements(k),
        logic: logic ? readFunction(logic) : null,
      }
    }),
    services: children(root, 'decisionService').map((s) => ({
      id: s.attributes.id ?? '',
      name: name(s),
      typeRef: variableType(s),
      outputs: references(s, 'outputDecision'),
      encapsulated: references(s, 'encapsulatedDecision'),
      inputDecisions: references(s, 'inputDecision'),
      inputData: references(s, 'inputData'),
    })),
  }
}
