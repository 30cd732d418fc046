export * from './encoder/encode'
export { encoderWeights } from './encoder/encode-planes'
export * from './splice'
