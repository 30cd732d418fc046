declare const __OVERLANE_VERSION__: string
