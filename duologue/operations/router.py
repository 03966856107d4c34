class OwnerMigrates:
    """Tables are made and changed by their owner; the role that serves requests cannot."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: object, obj2: object, **hints: object) -> bool:
        return True
