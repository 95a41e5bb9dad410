"""What every sheet has in common."""

from pydantic import BaseModel, ConfigDict


class Sheet(BaseModel):
    """A frozen record that takes no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
