import { isRecord } from '../../plain-object.ts'
import type { JsonSchema } from '../config-schema.ts'

/**
 * Checks a value against a JSON Schema with the keywords that Overlane's own schema has. Another
 * keyword is an error, so that none is passed over.
 * @returns the places that do not fit, as `renderers[0].type: enum`
 */
export function checkSchema(
  value: unknown,
  schema: JsonSchema,
  root = schema,
  path = '',
): string[] {
  return Object.entries(schema).flatMap(([keyword, told]) => {
    const fails = (isFault: boolean): string[] => (isFault ? [`${path}: ${keyword}`] : [])
    switch (keyword) {
      case '$schema':
      case 'title':
      case 'description':
      case 'default':
      case 'definitions':
        return []
      case '$ref': {
        const name = String(told).replace('#/definitions/', '')
        const { definitions } = root
        const target = isRecord(definitions) ? definitions[name] : undefined
        if (!isRecord(target)) throw new Error(`${String(told)} leads nowhere.`)
        return checkSchema(value, target, root, path)
      }
      case 'type':
        return fails(![told].flat().some((type) => isOfType(value, String(type))))
      case 'enum':
        return fails(!(told as unknown[]).includes(value))
      case 'const':
        return fails(value !== told)
      case 'pattern':
        return fails(typeof value === 'string' && !new RegExp(String(told)).test(value))
      case 'minimum':
        return fails(typeof value === 'number' && value < Number(told))
      case 'maximum':
        return fails(typeof value === 'number' && value > Number(told))
      case 'required':
        return fails(
          isRecord(value) && !(told as string[]).every((key) => Object.hasOwn(value, key)),
        )
      case 'anyOf':
        return fails(
          !(told as JsonSchema[]).some((each) => checkSchema(value, each, root, path).length === 0),
        )
      case 'items':
        if (!Array.isArray(value)) return []
        return value.flatMap((item, index) =>
          checkSchema(item, told as JsonSchema, root, `${path}[${index}]`),
        )
      case 'properties':
        if (!isRecord(value)) return []
        return Object.entries(told as Record<string, JsonSchema>).flatMap(([key, inner]) =>
          Object.hasOwn(value, key) ? checkSchema(value[key], inner, root, `${path}.${key}`) : [],
        )
      case 'additionalProperties': {
        if (!isRecord(value)) return []
        const known = isRecord(schema.properties) ? schema.properties : {}
        const others = Object.keys(value).filter((key) => !Object.hasOwn(known, key))
        if (told === false) return others.map((key) => `${path}.${key}: ${keyword}`)
        return others.flatMap((key) =>
          checkSchema(value[key], told as JsonSchema, root, `${path}.${key}`),
        )
      }
      default:
        throw new Error(`The keyword ${keyword} is not known here.`)
    }
  })
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
