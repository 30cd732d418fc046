/** Makes the page use the version that waits. The page loads again. */
export type UseNewVersion = () => void

/**
 * Installs the app in this browser, so that it opens without a network.
 * @param container default: the browser's; null in a browser that has none
 * @param onNewVersion called when a new version was fetched. The old one stays in use meanwhile
 */
export async function keepOffline(
  onNewVersion: (use: UseNewVersion) => void,
  container: ServiceWorkerContainer | null = 'serviceWorker' in navigator
    ? navigator.serviceWorker
    : null,
  reload: () => void = () => location.reload(),
): Promise<void> {
  if (!container) return
  // Without a controller, the first version is installed: the page is this version already. Its worker
  // may take the page over before this is told.
  let isFirst = !container.controller
  const offer = (worker: ServiceWorker | null): void => {
    if (worker?.state !== 'installed') return
    if (isFirst) {
      isFirst = false
      return
    }
    onNewVersion(() => {
      container.addEventListener('controllerchange', reload, { once: true })
      worker.postMessage('use-new-version')
    })
  }
  try {
    const registration = await container.register(new URL('service-worker.js', document.baseURI))
    offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const { installing } = registration
      installing?.addEventListener('statechange', () => offer(installing))
    })
  } catch {
    // The browser allows no installed app here, as in a private window. The page works without it.
  }
}
