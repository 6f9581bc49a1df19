import { type OfficialBlock, writeOfficialDocument } from '@yingshang/document'

/** Two plans written for these tests: a city asks, a district of it answers, with drifts that are known beforehand. */

const p = (text: string): OfficialBlock => ({ kind: 'paragraph', text })
const h = (level: 1 | 2, text: string): OfficialBlock => ({ kind: 'heading', level, text })

export interface TestDocument {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const docx = async (name: string, document: Parameters<typeof writeOfficialDocument>[0]): Promise<TestDocument> => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  buffer: Buffer.from(await writeOfficialDocument(document)),
})

export const CITY_TITLE = '岭东市2026年企业服务提升行动方案'
export const DISTRICT_TITLE = '岭东市云溪区2026年企业服务提升实施方案'

/** What the city asks: five measures. */
export const cityPlan = () =>
  docx('岭东市方案.docx', {
    title: CITY_TITLE,
    number: '岭政发〔2026〕3号',
    body: [
      p('为方便企业办事，制定本方案。'),
      h(1, '一、准入服务'),
      p('1.推行开业登记一网通办。6月底前，开业登记网上办理率达到90%以上。（牵头单位：市行政审批局；责任单位：市公安局、市税务局）'),
      p('2.压缩食品经营许可时限。9月底前，食品经营许可办理时限压缩至3个工作日以内。（牵头单位：市市场监管局）'),
      h(1, '二、用工服务'),
      p('3.组织企业用工招聘会。年底前，组织专场招聘会不少于40场。（牵头单位：市人力资源社会保障局；责任单位：市工商联）'),
      p('4.建立企业诉求回访制度。5月底前，建立企业诉求台账和回访制度，回访率达到100%。（牵头单位：市政务服务中心）'),
      h(1, '三、融资服务'),
      p('5.开展首贷户培育。10月底前，培育首次贷款企业不少于200家。（牵头单位：市金融办；责任单位：市财政局）'),
    ],
    signature: { units: ['岭东市人民政府'], date: '2026-02-10' },
  })

/** What the district answers: a later date and a lower share, a shorter limit, fewer fairs; nothing about loans; one measure of its own. */
export const districtPlan = () =>
  docx('云溪区方案.docx', {
    title: DISTRICT_TITLE,
    number: '云政发〔2026〕8号',
    body: [
      p('为落实全市部署，制定本方案。'),
      h(1, '一、准入服务'),
      p('1.推行开业登记一网通办。8月底前，开业登记网上办理率达到80%以上。（牵头单位：区行政审批局；责任单位：区公安分局、区税务局）'),
      p('2.压缩食品经营许可时限。9月底前，食品经营许可办理时限压缩至2个工作日以内。（牵头单位：区市场监管局）'),
      h(1, '二、用工服务'),
      p('3.组织企业用工招聘会。年底前，组织专场招聘会不少于12场。（牵头单位：区人力资源社会保障局；责任单位：区工商联）'),
      p('4.建立企业诉求回访制度。5月底前，建立企业诉求台账和回访制度，回访率达到100%。（牵头单位：区政务服务中心）'),
      h(1, '三、园区服务'),
      p('5.开行园区通勤班车。7月底前，开通产业园区通勤班车线路3条。（牵头单位：区交通运输局；责任单位：云溪产业园管委会）'),
    ],
    signature: { units: ['岭东市云溪区人民政府'], date: '2026-03-12' },
  })

/** Bytes that are no document. */
export const junk = (): TestDocument => ({
  name: '损坏的文件.docx',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(Uint8Array.from({ length: 4096 }, (_, i) => (i * 197 + (i >> 3)) & 255)),
})
