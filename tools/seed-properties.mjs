/** Property tests try the same values in every run, so that a failure can be repeated. */

import fc from 'fast-check'

fc.configureGlobal({ seed: 20261126 })
