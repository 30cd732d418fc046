import type { Plugin } from 'vite'

export function notices(): { app: Plugin; worker: Plugin }
