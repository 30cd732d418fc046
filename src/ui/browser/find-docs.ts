/**
 * Looks for the documentation, which lies beside the app where it was built.
 * @returns its address; null where it was not built, or without a network
 */
export async function findDocs(): Promise<string | null> {
  const docs = new URL('docs/', document.baseURI)
  try {
    const { ok, headers } = await fetch(new URL('hashmap.json', docs), { method: 'HEAD' })
    // Some servers answer with the page of the app if a file is missing.
    return ok && headers.get('content-type')?.includes('json') ? docs.href : null
  } catch {
    return null
  }
}
