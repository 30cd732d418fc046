import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceTimes } from './simulator/fleet-model.ts'

/** What `measure-services.ts` found, and where. */
export interface MeasuredServices {
  date: string
  machine: string
  versions: string
  /** Processes that wanted a core when it began; more than the cores have makes all times longer. */
  loadBefore: number
  frames: string
  services: ServiceTimes
}

/** The scripts run in the folder of the project. */
const PATH = join('bench', 'fleet', 'service-times.json')

export function readServices(): MeasuredServices {
  return JSON.parse(readFileSync(PATH, 'utf8')) as MeasuredServices
}

export function writeServices(measured: MeasuredServices): void {
  writeFileSync(PATH, `${JSON.stringify(measured, null, 2)}\n`)
}
