import type { OverlayConfig } from '../config/overlay-config.ts'
import { renameFields } from '../formula/rename-fields.ts'
import { renameAll } from '../layout/role-places.ts'
import { ChannelGraph } from './channel-graph.ts'

/**
 * An overlay in which a channel has another name, everywhere where it is named.
 * @param to no channel has this name yet
 * @param isField whether a log has a field of the old name, which stays what it was
 */
export function renameChannel(
  config: OverlayConfig,
  from: string,
  to: string,
  isField: (sensor: string, name: string) => boolean,
): OverlayConfig {
  const graph = new ChannelGraph(config.channels)
  const owner = graph.sensorOf(from)
  const channels = Object.entries(config.channels).map(([name, channel]) => {
    if (name === from) return [to, channel] as const
    const { expression } = channel
    if (expression === null || !graph.partsOf(name).includes(from)) return [name, channel] as const
    const rename = (part: string): string => (part === from ? to : part)
    return [name, { ...channel, expression: renameFields(expression, rename, true) }] as const
  })
  const renderers = config.renderers.map((renderer) => {
    const { sensor } = renderer
    const isMeant = sensor !== null && (sensor === owner || !isField(sensor, from))
    return isMeant ? renameAll(renderer, (name) => (name === from ? to : name)) : renderer
  })
  return { ...config, channels: Object.fromEntries(channels), renderers }
}
