/**
 * Texts of the documents that the procedures make. `{fact}` is filled from the matter; `{on}` is the day of the action. Courts adapt them; the wording follows the
 * statute and leaves findings to the judge's own reasons.
 */
export interface DocumentText {
  readonly title: string
  /** 主送 */
  readonly recipients?: string
  readonly paragraphs: readonly string[]
}

const text = (title: string, paragraphs: readonly string[], recipients?: string): DocumentText => ({
  title,
  paragraphs,
  ...(recipients ? { recipients } : {}),
})
const debtor = '债务人{debtorName}（统一社会信用代码{debtorCode}）'

export const DOCUMENT_TEXTS: Readonly<Record<string, DocumentText>> = {
  'petition-receipt': text('破产申请材料收据', [`今收到关于${debtor}的破产申请及所附材料。`, '收到日期：{receivedOn}。']),
  'supplement-notice': text('补充、补正材料通知书', [
    `关于${debtor}破产申请一案，经审查，需补充、补正下列材料：{missing}。`,
    '补充、补正材料的期间不计入《中华人民共和国企业破产法》第十条规定的期限。',
  ]),
  'notice-to-debtor': text(
    '破产申请通知书',
    ['债权人已向本院申请对你单位进行破产清算（重整）。', '你单位对申请有异议的，应当自收到本通知之日起七日内向本院提出。'],
    '{debtorName}：',
  ),
  'acceptance-ruling': text('民事裁定书', [
    `本院对${debtor}的破产申请进行了审查。`,
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第二条、第十条、第十三条之规定，裁定受理对{debtorName}的破产申请，同时指定{administrator}担任管理人。',
    '本裁定自即日起生效。',
  ]),
  'refusal-ruling': text('民事裁定书', [
    `本院对${debtor}的破产申请进行了审查。`,
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第十二条第一款之规定，裁定不予受理。',
    '如不服本裁定，可在裁定书送达之日起十日内，向上一级人民法院提起上诉。',
  ]),
  'administrator-decision': text('指定管理人决定书', [
    `因受理${debtor}破产一案，指定{administrator}担任管理人。`,
    '管理人应当勤勉尽责，忠实执行职务，履行《中华人民共和国企业破产法》规定的管理人的各项职责，向人民法院报告工作，并接受债权人会议和债权人委员会的监督。',
  ]),
  'acceptance-announcement': text('公告', [
    '本院于{acceptedOn}裁定受理{debtorName}破产一案，并指定{administrator}担任管理人。',
    '{debtorName}的债权人应当自{announcedOn}起{filingDays}日内，向管理人申报债权，书面说明债权数额、有无财产担保及是否属于连带债权，并提供相关证据材料。',
    '未在上述期限内申报债权的，可以在破产财产最后分配前补充申报；但此前已进行的分配，不再对其补充分配，为审查和确认补充申报债权所产生的费用，由补充申报人承担。',
  ]),
  'claim-receipt': text('债权申报回执', ['已收到债权申报材料。债权是否成立及其数额，以管理人审查、债权人会议核查和人民法院裁定确认为准。']),
  'meeting-notice': text(
    '债权人会议通知',
    [
      '{debtorName}破产案的债权人会议定于{nextMeetingOn}召开。依法申报债权的债权人有权参加债权人会议；债权人可以委托代理人出席，代理人应当提交授权委托书。',
    ],
    '各债权人：',
  ),
  'meeting-minutes': text('债权人会议记录', ['{debtorName}破产案债权人会议于{doneOn}召开。会议议程、出席情况和表决结果见附表。']),
  'claims-table': text('债权表', ['管理人对申报的债权进行登记造册和审查，编制本债权表，提交债权人会议核查。债权登记、审查情况见附表。']),
  'claims-ruling': text('民事裁定书', [
    '经债权人会议核查，债务人、债权人对债权表记载的债权无异议。',
    '依照《中华人民共和国企业破产法》第五十八条第二款之规定，裁定确认无异议债权表记载的债权。',
    '本裁定自即日起生效。',
  ]),
  'fast-track-decision': text('审理方式决定书', [`${debtor}破产一案的审理方式决定如下：{trackReason}。`]),
  'declaration-ruling': text('民事裁定书', [
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第一百零七条之规定，裁定宣告{debtorName}破产。',
    '本裁定自即日起生效。',
  ]),
  'declaration-announcement': text('公告', ['本院于{ruledOn}裁定宣告{debtorName}破产。']),
  'plan-ruling': text('民事裁定书', [
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第六十五条之规定，裁定认可该方案。债权人不服的，可以自裁定宣布之日或者收到通知之日起十五日内申请复议；复议期间不停止裁定的执行。',
  ]),
  'distribution-ruling': text('民事裁定书', [
    '依照《中华人民共和国企业破产法》第一百一十五条第三款之规定，裁定认可{debtorName}破产财产分配方案。',
    '本裁定自即日起生效。',
  ]),
  'distribution-announcement': text('破产财产分配公告', [
    '{debtorName}破产财产分配方案已经裁定认可，于{doneOn}实施分配。债权人未受领的分配额，管理人予以提存；自最后分配公告之日起满二个月仍不领取的，视为放弃受领分配的权利。',
  ]),
  'termination-ruling': text('民事裁定书', [
    '依照《中华人民共和国企业破产法》第四十三条、第一百零五条、第一百零八条、第一百二十条之规定，裁定终结{debtorName}破产程序。',
    '本裁定自即日起生效。',
  ]),
  'dismissal-ruling': text('民事裁定书', [
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第十二条第二款之规定，裁定驳回申请。',
    '如不服本裁定，可在裁定书送达之日起十日内，向上一级人民法院提起上诉。',
  ]),
  'reorganisation-ruling': text('民事裁定书', [
    '本院认为：{reasons}',
    '依照《中华人民共和国企业破产法》第七十一条之规定，裁定{debtorName}重整。',
    '债务人或者管理人应当自本裁定之日起六个月内，同时向人民法院和债权人会议提交重整计划草案。',
  ]),
  'plan-approval-ruling': text('民事裁定书', [
    '依照《中华人民共和国企业破产法》第八十六条、第八十七条之规定，裁定批准{debtorName}重整计划，终止重整程序。',
    '重整计划由债务人负责执行，管理人监督。执行期限{planMonths}个月。',
  ]),
  'supervision-report': text('重整计划执行监督报告', [
    '{debtorName}重整计划已于{doneOn}执行完毕。自监督报告提交之日起，管理人的监督职责终止。',
  ]),
  'settlement-ruling': text('民事裁定书', [
    '依照《中华人民共和国企业破产法》第九十六条之规定，裁定{debtorName}和解，予以公告，并召集债权人会议讨论和解协议草案。',
  ]),
  'settlement-approval': text('民事裁定书', [
    '依照《中华人民共和国企业破产法》第九十八条之规定，裁定认可{debtorName}和解协议，终止和解程序。',
  ]),
  'notice-to-company': text(
    '强制清算申请通知书',
    ['申请人已向本院申请对你公司进行强制清算。你公司对申请有异议的，应当自收到本通知之日起七日内向本院书面提出。'],
    '{companyName}：',
  ),
  'group-decision': text('指定清算组决定书', ['本院受理{companyName}强制清算一案，指定下列成员组成清算组：{members}。']),
  'creditor-notice': text(
    '申报债权通知书',
    ['{companyName}已进入强制清算程序。请自接到本通知之日起三十日内向清算组申报债权。'],
    '各债权人：',
  ),
  'creditor-announcement': text('清算公告', [
    '{companyName}已进入强制清算程序。未接到通知书的债权人，请自本公告之日起四十五日内向清算组申报债权。',
  ]),
}
