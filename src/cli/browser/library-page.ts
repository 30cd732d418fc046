/**
 * The path of the page with the library alone, as `globalThis.overlane`. It shows nothing, and opens in
 * half of the time.
 */
export const LIBRARY_PAGE = '/?library'
