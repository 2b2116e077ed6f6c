{#- No exact model is behind by loads that an earlier transform has already seen, more than a day ago. A
    model that fails each night, or is always left out of the selection, would otherwise go stale
    unnoticed. -#}
{{ stale_models() }}
