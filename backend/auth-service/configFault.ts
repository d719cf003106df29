/** A setting that keeps the service from starting, in one sentence for the operator. */
export class ConfigFault extends Error {
  override name = "ConfigFault";
}
