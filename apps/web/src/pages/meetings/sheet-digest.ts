/** SHA-256 of a scanned sheet, in hexadecimal: the sheet itself stays with the office. */
export async function digestOf(file: File): Promise<string> {
  const [{ browserCrypto }, { toHex }] = await Promise.all([import('@yingshang/journal/browser'), import('@yingshang/journal')])
  return toHex(browserCrypto.sha256(new Uint8Array(await file.arrayBuffer())))
}
