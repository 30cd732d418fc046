/**
 * A number's text with a minus sign, which is as wide as a digit, in place of the hyphen. `-0.0` loses
 * its sign.
 */
export function withMinusSign(text: string): string {
  return text.replace(/^-(?=[\d.]*[1-9])/, '−').replace(/^-/, '')
}
